import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix } from '#tasks/core/keys.ts';
import { names } from '#tasks/core/names.ts';

/** What the model writes of a session, and nothing else: not the photo, not the mask, not the address. */
export const modelObjects = ['embeddings.json', 'embeddings.bin', 'output_mesh.ply', 'output_splat.ply'].map(
  (name) => `users/*/${name}`,
);

/** What the model reads of a session: what the user uploaded. */
const userObjects = ['original_image.jpg', 'original_image.png', 'mask_final.png'].map(
  (name) => `users/*/${name}`,
);

export interface AsyncEndpointProps {
  readonly bucket: IBucket;
  readonly repository: IRepository;
  readonly imageTag: string;
  readonly instanceType: string;
  readonly concurrentInvocations: number;
  /** What the container reads from its environment: the limits that the functions have, too. */
  readonly environment: Readonly<Record<string, string>>;
  readonly successTopic: ITopic;
  readonly errorTopic: ITopic;
}

const variant = 'AllTraffic';
/** Host driver 535 with CUDA 12.2; the default of g5 is too old for the container's CUDA 12.1. */
const inferenceAmi = 'al2-ami-sagemaker-inference-gpu-2';

/** The SageMaker async endpoint: both models in one container, results and failures told by SNS. */
export class AsyncEndpoint extends Construct {
  constructor(scope: Construct, id: string, props: AsyncEndpointProps) {
    super(scope, id);
    const role = this.executionRole(props);
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: {
        image: props.repository.repositoryUriForTag(props.imageTag),
        environment: props.environment,
        modelDataSource: {
          s3DataSource: {
            s3Uri: props.bucket.s3UrlForObject('models/'),
            s3DataType: 'S3Prefix',
            compressionType: 'None',
          },
        },
      },
    });
    model.node.addDependency(role);
    const config = new CfnEndpointConfig(this, 'Config', {
      productionVariants: [
        {
          variantName: variant,
          modelName: model.attrModelName,
          instanceType: props.instanceType,
          initialInstanceCount: 1,
          initialVariantWeight: 1,
          inferenceAmiVersion: inferenceAmi,
          modelDataDownloadTimeoutInSeconds: 3_600,
          containerStartupHealthCheckTimeoutInSeconds: 3_600,
        },
      ],
      asyncInferenceConfig: {
        clientConfig: { maxConcurrentInvocationsPerInstance: props.concurrentInvocations },
        outputConfig: {
          s3OutputPath: props.bucket.s3UrlForObject(asyncOutputPrefix),
          s3FailurePath: props.bucket.s3UrlForObject(asyncFailurePrefix),
          notificationConfig: {
            successTopic: props.successTopic.topicArn,
            errorTopic: props.errorTopic.topicArn,
          },
        },
      },
    });
    new CfnEndpoint(this, 'Endpoint', {
      endpointName: names.endpoint,
      endpointConfigName: config.attrEndpointConfigName,
    });
  }

  private executionRole(props: AsyncEndpointProps): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    const { bucket } = props;
    bucket.grantRead(role, 'models/*');
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: userObjects.map((keys) => bucket.arnForObjects(keys)),
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [...modelObjects, `${asyncOutputPrefix}*`, `${asyncFailurePrefix}*`].map((keys) =>
          bucket.arnForObjects(keys),
        ),
      }),
    );
    props.repository.grantPull(role);
    props.successTopic.grantPublish(role);
    props.errorTopic.grantPublish(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'logs:DescribeLogStreams',
        ],
        resources: [
          Stack.of(this).formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: `/aws/sagemaker/Endpoints/${names.endpoint}*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        // PutMetricData knows no resources; the namespace is its only bound.
        resources: ['*'],
        conditions: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
      }),
    );
    return role;
  }
}
