import { RemovalPolicy } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix, modelPrefixes } from '#tasks/core/keys.ts';
import { endpointRole } from './endpoint-role.ts';

export interface AsyncEndpointProps {
  readonly endpointName: string;
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

export const variantName = 'AllTraffic';
/** Host driver 535 with CUDA 12.2; the default of g5 is too old for the container's CUDA 12.1. */
const inferenceAmi = 'al2-ami-sagemaker-inference-gpu-2';
/** The longest that SageMaker allows: 14 GB of weights are fetched and loaded. */
const startSeconds = 3_600;

/** The SageMaker async endpoint: both models in one container, results and failures told by SNS. */
export class AsyncEndpoint extends Construct {
  readonly endpoint: CfnEndpoint;

  constructor(scope: Construct, id: string, props: AsyncEndpointProps) {
    super(scope, id);
    // Made before the endpoint, which would otherwise make one that keeps its lines for ever.
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/sagemaker/Endpoints/${props.endpointName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const config = this.config(this.model(props), props);
    this.endpoint = new CfnEndpoint(this, 'Endpoint', {
      endpointName: props.endpointName,
      endpointConfigName: config.attrEndpointConfigName,
    });
    this.endpoint.node.addDependency(logs);
  }

  private model(props: AsyncEndpointProps): CfnModel {
    const { bucket, repository } = props;
    const role = endpointRole(this, props);
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: {
        image: repository.repositoryUriForTag(props.imageTag),
        environment: props.environment,
        modelDataSource: {
          s3DataSource: {
            s3Uri: bucket.s3UrlForObject(modelPrefixes.all),
            s3DataType: 'S3Prefix',
            compressionType: 'None',
          },
        },
      },
    });
    model.node.addDependency(role);
    return model;
  }

  private config(model: CfnModel, props: AsyncEndpointProps): CfnEndpointConfig {
    const { bucket, successTopic, errorTopic } = props;
    return new CfnEndpointConfig(this, 'Config', {
      productionVariants: [
        {
          variantName,
          modelName: model.attrModelName,
          instanceType: props.instanceType,
          initialInstanceCount: 1,
          initialVariantWeight: 1,
          inferenceAmiVersion: inferenceAmi,
          modelDataDownloadTimeoutInSeconds: startSeconds,
          containerStartupHealthCheckTimeoutInSeconds: startSeconds,
        },
      ],
      asyncInferenceConfig: {
        clientConfig: { maxConcurrentInvocationsPerInstance: props.concurrentInvocations },
        outputConfig: {
          s3OutputPath: bucket.s3UrlForObject(asyncOutputPrefix),
          s3FailurePath: bucket.s3UrlForObject(asyncFailurePrefix),
          notificationConfig: { successTopic: successTopic.topicArn, errorTopic: errorTopic.topicArn },
        },
      },
    });
  }
}
