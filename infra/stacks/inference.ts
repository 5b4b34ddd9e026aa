import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { AsyncEndpoint } from '#infra/constructs/async-endpoint.ts';
import { maskLimits, photoLimits } from '#infra/constructs/limits.ts';

export interface InferenceStackProps extends StackProps {
  readonly settings: Settings;
  readonly bucket: IBucket;
}

/** SAM 3 and SAM 3D Objects behind one asynchronous endpoint, and the topics that tell its results. */
export class InferenceStack extends Stack {
  readonly successTopic: Topic;
  readonly errorTopic: Topic;

  constructor(scope: Construct, id: string, props: InferenceStackProps) {
    super(scope, id, props);
    const { inference } = props.settings;
    this.successTopic = new Topic(this, 'Succeeded', {
      enforceSSL: true,
      displayName: 'Gen3D inference succeeded',
    });
    this.errorTopic = new Topic(this, 'Failed', { enforceSSL: true, displayName: 'Gen3D inference failed' });
    const repository = new Repository(this, 'Repository', {
      repositoryName: 'gen3d-sam3-sam3d',
      imageScanOnPush: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new AsyncEndpoint(this, 'Endpoint', {
      bucket: props.bucket,
      repository,
      imageTag: inference.imageTag,
      instanceType: inference.instanceType,
      concurrentInvocations: inference.concurrentInvocations,
      environment: {
        ...photoLimits(props.settings),
        ...maskLimits(props.settings),
        GEN3D_CAPACITY: `${inference.concurrentInvocations}`,
      },
      successTopic: this.successTopic,
      errorTopic: this.errorTopic,
    });
  }
}
