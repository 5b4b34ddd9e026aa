import type { Accepted } from './finding.ts';

const deployment = /^Gen3D-Web\/Custom::CDKBucketDeployment/;
const everywhere = /^Gen3D-/;

/** cdk-nag: identity and access. */
const access: readonly Accepted[] = [
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    where: /^Gen3D-Session\/.*Role\/DefaultPolicy/,
    reason: 'X-Ray knows no resources, nor does the delivery of execution logs.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    where: /^Gen3D-Inference\/Endpoint\/Role/,
    reason: 'The login to the image registry knows no resources.',
  },
  {
    rule: /IAM5\[Resource::.*\/(users|sagemaker-async-output|sagemaker-async-failure|models)\/.*\]$/,
    where: /^Gen3D-(Session|Inference)\//,
    reason: 'A key holds its user and session; the roles name the objects below by kind.',
  },
  {
    rule: /IAM5\[Resource::.*\/users\/<aws:PrincipalTag\/sub>\//,
    where: /^Gen3D-Data\/Identity\/Storage\//,
    reason: "A user's own prefix: sessions come and go below it.",
  },
  {
    rule: /IAM5\[Resource::.*\/index\/\*\]$/,
    where: /^Gen3D-Session\//,
    reason: 'The indexes of the one table that the role may use; the actions are few.',
  },
  {
    rule: /IAM5\[Resource::.*:execution:Gen3DSession:\*\]$/,
    where: /^Gen3D-Session\//,
    reason: 'Every session is an execution of this machine, named at run time.',
  },
  {
    rule: /IAM5\[Resource::.*:identity\/\*\]$/,
    where: /^Gen3D-Session\//,
    reason: "In SES's sandbox the recipient's identity is asked for, too.",
  },
  {
    rule: /IAM5\[Resource::<\w+\.Arn>:\*\]$/,
    where: /^Gen3D-Session\/Machine\/Role/,
    reason: 'Versions and aliases of the functions that the machine calls.',
  },
  {
    rule: /IAM5\[Resource::arn:aws:logs:.*\/aws\/sagemaker\/Endpoints\/.*\]$/,
    where: /^Gen3D-Inference\//,
    reason: 'SageMaker names the streams of the one log group itself.',
  },
  {
    rule: /^AwsSolutions-IAM[45]\[/,
    where: deployment,
    reason: "CDK's own function that copies the page into its bucket, with CDK's own role.",
  },
  {
    rule: /IAM4\[.*AmazonAPIGatewayPushToCloudWatchLogs\]$/,
    where: /Rest\/CloudWatchRole/,
    reason: 'The managed policy that API Gateway asks for.',
  },
  {
    rule: /^AwsSolutions-(APIG4|COG4)$/,
    where: /download\/\{ticket\}\/GET/,
    reason: 'The link in the mail: the ticket is what authorizes.',
  },
  {
    rule: 'AwsSolutions-COG2',
    where: /UserPool/,
    reason: 'A second factor is offered, not demanded: a photo service.',
  },
  {
    rule: 'AwsSolutions-COG8',
    where: /UserPool/,
    reason: 'The tier is a setting: the plus tier costs by the user.',
  },
  {
    rule: 'AwsSolutions-COG7',
    where: /Storage\/Pool/,
    reason: 'The plan has guests; their role may do nothing.',
  },
];

/** cdk-nag: all else. */
const services: readonly Accepted[] = [
  {
    rule: /^AwsSolutions-(APIG3|CFR2)$/,
    where: everywhere,
    reason: 'The firewall is a setting: it costs by the month.',
  },
  { rule: 'AwsSolutions-CFR1', where: /Page\/Distribution/, reason: 'Users may be anywhere.' },
  {
    rule: 'AwsSolutions-CFR4',
    where: /Page\/Distribution/,
    reason: "CloudFront's own domain cannot demand TLS 1.2; with an own domain it does.",
  },
  {
    rule: /^(AwsSolutions-SQS3|Serverless-SQSRedrivePolicy)$/,
    where: /DeadLetters\/Resource$/,
    reason: 'It is the dead letter queue.',
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    where: /Gen3D-(Mail|Operations)\//,
    reason: 'A mail to an operator; the alarm itself stays in CloudWatch.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    where: everywhere,
    reason:
      'Called by API, workflow and rotation, who see the failure; those that notifications call have a failure destination.',
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
    reason: "Encrypted with AWS's keys; a key of one's own costs and guards against no one here.",
  },
  { rule: 'CKV_AWS_117', where: everywhere, reason: 'There is no network to be inside of.' },
  { rule: 'CKV_AWS_116', where: everywhere, reason: 'As Serverless-LambdaDLQ.' },
  {
    rule: 'CKV_AWS_115',
    where: everywhere,
    reason: "A small account's concurrency is too low to reserve; it is a setting.",
  },
  {
    rule: /^CKV_AWS_(18|21)$/,
    where: /Logs/,
    reason: 'A log bucket: logs of logs would never end, and nothing overwrites them.',
  },
  {
    rule: 'CKV_AWS_21',
    where: /PageFiles/,
    reason: 'The page is built from its sources; those have versions.',
  },
  { rule: 'CKV_AWS_68', where: /Distribution/, reason: 'As AwsSolutions-CFR2.' },
  { rule: 'CKV_AWS_174', where: /Distribution/, reason: 'As AwsSolutions-CFR4.' },
  { rule: 'CKV_AWS_111', where: /CustomCDKBucketDeployment/, reason: "CDK's own role." },
  { rule: 'CKV_AWS_120', where: /ApiRest/, reason: "Answers are a user's own and change: nothing to keep." },
  { rule: 'CKV_AWS_59', where: /downloadticketGET/, reason: 'As AwsSolutions-APIG4.' },
  { rule: 'CKV_AWS_366', where: /IdentityStoragePool/, reason: 'As AwsSolutions-COG7.' },
  {
    rule: 'CKV_AWS_370',
    where: /EndpointModel/,
    reason: 'The model reads photos from S3 and writes there: it needs the network.',
  },
  { rule: 'W3005', where: everywhere, reason: 'CDK writes dependencies out that Ref implies; harmless.' },
];

/** Every finding that stays, with its reason. One that nothing needs any more fails the check, too. */
export const accepted: readonly Accepted[] = [...access, ...services, ...resources];
