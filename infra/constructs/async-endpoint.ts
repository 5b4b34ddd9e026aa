import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix, modelPrefixes } from '#contracts/keys.ts';
import { type EndpointRoleProps, endpointRole } from './endpoint-role.ts';

export interface AsyncEndpointProps extends EndpointRoleProps {
  readonly imageTag: string;
  readonly instanceType: string;
  /** `InferenceAmiVersion`. The default of g5 has a driver that is too old for CUDA 12. */
  readonly hostAmi: string;
  readonly concurrentInvocations: number;
  /** Environment of the container. */
  readonly environment: Readonly<Record<string, string>>;
}

export const variantName = 'AllTraffic';
/** The maximum that SageMaker allows: the container loads 14 GB of weights. */
const startSeconds = 3_600;

/** The asynchronous SageMaker endpoint: both models in one container, with SNS notifications of results and failures. */
export class AsyncEndpoint extends Construct {
  readonly endpoint: CfnEndpoint;

  constructor(scope: Construct, id: string, props: AsyncEndpointProps) {
    super(scope, id);
    // Created before the endpoint, which otherwise creates a log group without retention.
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
          inferenceAmiVersion: props.hostAmi,
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
