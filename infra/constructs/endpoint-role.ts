import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix, modelPrefixes } from '#contracts/keys.ts';

export interface EndpointRoleProps {
  readonly endpointName: string;
  readonly bucket: IBucket;
  readonly repository: IRepository;
  readonly successTopic: ITopic;
  readonly errorTopic: ITopic;
}

/** Names of a photo's objects: those of the first, and `_2` to `_8` of `objectKeys`, where `?` is any character. */
const numbered = (name: string, extension: string) => [`${name}.${extension}`, `${name}_?.${extension}`];

/** Objects that the model writes. It must not change the photo, the masks or the metadata. */
export const modelObjects = [
  ...['embeddings.json', 'embeddings.bin'],
  ...numbered('output_mesh', 'ply'),
  ...numbered('output_splat', 'ply'),
].map((name) => `users/*/${name}`);

/** Objects that the model reads: prepared, never as a user uploaded them. */
const userObjects = ['photo.jpg', 'photo.png', ...numbered('mask', 'png')].map((name) => `users/*/${name}`);

const writtenObjects = [...modelObjects, `${asyncOutputPrefix}*`, `${asyncFailurePrefix}*`];

/** Role of SageMaker and the container. */
export function endpointRole(scope: Construct, props: EndpointRoleProps): Role {
  const role = new Role(scope, 'Role', {
    description: 'Gen3D endpoint: weights, uploads, answers, notifications',
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
  });
  for (const statement of [...objects(props), ...observability(scope, props)]) role.addToPolicy(statement);
  props.repository.grantPull(role);
  for (const topic of [props.successTopic, props.errorTopic]) topic.grantPublish(role);
  return role;
}

function objects({ bucket }: EndpointRoleProps): PolicyStatement[] {
  const arns = (keys: readonly string[]) => keys.map((key) => bucket.arnForObjects(key));
  return [
    new PolicyStatement({
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: arns([`${modelPrefixes.all}*`, ...userObjects]),
    }),
    // SageMaker lists the weights. Without this permission, S3 answers 403 instead of 404 for a missing object.
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    new PolicyStatement({
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resources: arns(writtenObjects),
    }),
  ];
}

function observability(scope: Construct, { endpointName }: EndpointRoleProps): PolicyStatement[] {
  const logGroup = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/sagemaker/Endpoints/${endpointName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new PolicyStatement({
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'logs:DescribeLogStreams',
      ],
      resources: [logGroup, `${logGroup}:*`],
    }),
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      // PutMetricData has no resources; the namespace limits it.
      resources: ['*'],
      conditions: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
    }),
  ];
}
