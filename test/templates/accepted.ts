import type { Accepted } from './finding.ts';

const deployment = /^Gen3D-Web\/Custom::CDKBucketDeployment/;
const everywhere = /^Gen3D-/;

/** cdk-nag: identity and access. */
const access: readonly Accepted[] = [
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    where: /^Gen3D-Session\/.*Role\/DefaultPolicy/,
    reason: 'X-Ray and the delivery of execution logs have no resources.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    where: /^Gen3D-Inference\/Endpoint\/Role/,
    reason: 'The login to the image registry has no resources.',
  },
  {
    rule: /IAM5\[Resource::.*\/(users|sagemaker-async-output|sagemaker-async-failure|models)\/.*\]$/,
    where: /^Gen3D-(Session|Inference)\//,
    reason: 'Keys contain user and session. The roles name the objects under them by file name.',
  },
  {
    rule: /IAM5\[Resource::.*\/users\/<aws:PrincipalTag\/sub>\//,
    where: /^Gen3D-Data\/Identity\/Storage\//,
    reason: "The user's own prefix, which contains the sessions.",
  },
  {
    rule: /IAM5\[Resource::.*\/index\/\*\]$/,
    where: /^Gen3D-Session\//,
    reason: 'Indexes of the only table that the role can use, with few actions.',
  },
  {
    rule: /IAM5\[Resource::.*:execution:Gen3DSession:\*\]$/,
    where: /^Gen3D-Session\//,
    reason: 'Every session is an execution of this state machine, named at run time.',
  },
  {
    rule: /IAM5\[Resource::.*:identity\/\*\]$/,
    where: /^Gen3D-Session\//,
    reason: "In its sandbox, SES also checks the recipient's identity.",
  },
  {
    rule: /IAM5\[Resource::<\w+\.Arn>:\*\]$/,
    where: /^Gen3D-Session\/Machine\/Role/,
    reason: 'Versions and aliases of the functions that the state machine calls.',
  },
  {
    rule: /IAM5\[Resource::arn:aws:logs:.*\/aws\/sagemaker\/Endpoints\/.*\]$/,
    where: /^Gen3D-Inference\//,
    reason: 'SageMaker names the log streams of this log group.',
  },
  {
    rule: /^AwsSolutions-IAM[45]\[/,
    where: deployment,
    reason: "CDK's function that copies the page to its bucket, with CDK's role.",
  },
  {
    rule: /IAM4\[.*AmazonAPIGatewayPushToCloudWatchLogs\]$/,
    where: /Rest\/CloudWatchRole/,
    reason: 'API Gateway requires this managed policy.',
  },
  {
    rule: /^AwsSolutions-(APIG4|COG4)$/,
    where: /download\/\{ticket\}\/GET/,
    reason: 'The link in the email. Its download token authorizes it.',
  },
  {
    rule: 'AwsSolutions-COG2',
    where: /UserPool/,
    reason: 'A photo service offers a second factor but does not require it.',
  },
  {
    rule: 'AwsSolutions-COG8',
    where: /UserPool/,
    reason: 'The tier is a setting, since PLUS has a price per user.',
  },
  {
    rule: 'AwsSolutions-COG7',
    where: /Storage\/Pool/,
    reason: 'Guests are allowed, but their role has no permissions.',
  },
];

/** cdk-nag: other rules. */
const services: readonly Accepted[] = [
  {
    rule: /^AwsSolutions-(APIG3|CFR2)$/,
    where: everywhere,
    reason: 'The firewall is a setting, since it has a monthly price.',
  },
  { rule: 'AwsSolutions-CFR1', where: /Page\/Distribution/, reason: 'Users can be anywhere.' },
  {
    rule: 'AwsSolutions-CFR4',
    where: /Page\/Distribution/,
    reason: 'CloudFront can require TLS 1.2 only for a custom domain, and does.',
  },
  {
    rule: /^(AwsSolutions-SQS3|Serverless-SQSRedrivePolicy)$/,
    where: /DeadLetters\/Resource$/,
    reason: 'This is the dead letter queue.',
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    where: /Gen3D-(Mail|Operations)\//,
    reason: 'An email to an operator. The alarm itself stays in CloudWatch.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    where: everywhere,
    reason:
      'API, workflow and rotation handle failures themselves. Functions called by notifications have a failure destination.',
  },
  {
    rule: /^(AwsSolutions-L1|Serverless-LambdaLatestVersion|Serverless-LambdaTracing)$/,
    where: deployment,
    reason: 'CDK chooses its own runtime.',
  },
];

/** checkov and cfn-lint. */
const resources: readonly Accepted[] = [
  {
    rule: /^CKV_AWS_(158|173|149|136|26|27)$/,
    where: everywhere,
    reason: "Encrypted with AWS's keys. A customer managed key costs more and prevents no threat here.",
  },
  { rule: 'CKV_AWS_117', where: everywhere, reason: 'The functions need no VPC.' },
  { rule: 'CKV_AWS_116', where: everywhere, reason: 'See Serverless-LambdaDLQ.' },
  {
    rule: 'CKV_AWS_115',
    where: everywhere,
    reason: 'A setting, since new accounts have too little concurrency to reserve.',
  },
  {
    rule: /^CKV_AWS_(18|21)$/,
    where: /Logs/,
    reason: 'A log bucket. Logging it would create logs of logs, and nothing overwrites its objects.',
  },
  {
    rule: 'CKV_AWS_21',
    where: /PageFiles/,
    reason: 'The page is built from versioned sources.',
  },
  { rule: 'CKV_AWS_68', where: /Distribution/, reason: 'See AwsSolutions-CFR2.' },
  { rule: 'CKV_AWS_174', where: /Distribution/, reason: 'See AwsSolutions-CFR4.' },
  { rule: 'CKV_AWS_111', where: /CustomCDKBucketDeployment/, reason: "CDK's role." },
  {
    rule: 'CKV_AWS_120',
    where: /ApiRest/,
    reason: 'Responses are private and change, so caching has no use.',
  },
  { rule: 'CKV_AWS_59', where: /downloadticketGET/, reason: 'See AwsSolutions-APIG4.' },
  { rule: 'CKV_AWS_366', where: /IdentityStoragePool/, reason: 'See AwsSolutions-COG7.' },
  {
    rule: 'CKV_AWS_370',
    where: /EndpointModel/,
    reason: 'The model reads and writes S3, so it needs the network.',
  },
  { rule: 'W3005', where: everywhere, reason: 'CDK writes dependencies that Ref already implies. Harmless.' },
];

/** Every accepted finding with its reason. A reason without a finding fails the check. */
export const accepted: readonly Accepted[] = [...access, ...services, ...resources];
