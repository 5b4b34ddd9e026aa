import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix, modelPrefixes } from '#tasks/core/keys.ts';
import type { AsyncEndpointProps } from './async-endpoint.ts';

/** What the model writes of a session, and nothing else: not the photo, not the mask, not the address. */
export const modelObjects = ['embeddings.json', 'embeddings.bin', 'output_mesh.ply', 'output_splat.ply'].map(
  (name) => `users/*/${name}`,
);

/** What the model reads of a session: what the user uploaded. */
const userObjects = ['original_image.jpg', 'original_image.png', 'mask_final.png'].map(
  (name) => `users/*/${name}`,
);

const writtenObjects = [...modelObjects, `${asyncOutputPrefix}*`, `${asyncFailurePrefix}*`];

/** The role that SageMaker and the container act in. */
export function endpointRole(scope: Construct, props: AsyncEndpointProps): Role {
  const role = new Role(scope, 'Role', {
    description: 'Gen3D endpoint: weights, uploads, answers, notifications',
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
  });
  for (const statement of [...objects(props), ...observability(scope, props)]) role.addToPolicy(statement);
  props.repository.grantPull(role);
  for (const topic of [props.successTopic, props.errorTopic]) topic.grantPublish(role);
  return role;
}

function objects({ bucket }: AsyncEndpointProps): PolicyStatement[] {
  const arns = (keys: readonly string[]) => keys.map((key) => bucket.arnForObjects(key));
  return [
    new PolicyStatement({
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: arns([`${modelPrefixes.all}*`, ...userObjects]),
    }),
    // SageMaker lists the weights; and S3 says 404 for what is missing only to those who may list.
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    new PolicyStatement({
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resources: arns(writtenObjects),
    }),
  ];
}

function observability(scope: Construct, { endpointName }: AsyncEndpointProps): PolicyStatement[] {
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
      // PutMetricData knows no resources; the namespace is its only bound.
      resources: ['*'],
      conditions: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
    }),
  ];
}
