import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { decoderKey } from '#contracts/keys.ts';
import type { Settings } from '#infra/config.ts';
import { AsyncEndpoint } from '#infra/constructs/async-endpoint.ts';
import { EndpointScaling } from '#infra/constructs/endpoint-scaling.ts';
import { containerLimits } from '#infra/constructs/limits.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { deployedNames } from '#infra/names.ts';

export interface InferenceStackProps extends StackProps {
  readonly settings: Settings;
  readonly bucket: IBucket;
  readonly repository: IRepository;
}

/** SAM 3 and SAM 3D Objects behind one asynchronous endpoint, and the topics of its notifications. */
export class InferenceStack extends Stack {
  readonly successTopic: Topic;
  readonly errorTopic: Topic;

  constructor(scope: Construct, id: string, props: InferenceStackProps) {
    super(scope, id, props);
    const { settings, bucket, repository } = props;
    const { inference } = settings;
    const endpointName = deployedNames(settings).endpoint;
    this.successTopic = new Topic(this, 'Succeeded', {
      enforceSSL: true,
      displayName: 'Gen3D inference succeeded',
    });
    this.errorTopic = new Topic(this, 'Failed', { enforceSSL: true, displayName: 'Gen3D inference failed' });
    const { endpoint } = new AsyncEndpoint(this, 'Endpoint', {
      endpointName,
      bucket,
      repository,
      imageTag: inference.imageTag ?? imageTag(),
      instanceType: inference.instanceType,
      hostAmi: inference.hostAmi,
      concurrentInvocations: inference.concurrentInvocations,
      environment: {
        ...containerLimits(settings),
        GEN3D_CAPACITY: `${inference.concurrentInvocations}`,
        GEN3D_DECODER_URL: inference.decoderUrl ?? `${settings.webOrigin}/${decoderKey}`,
        ...(inference.distilledLow && { GEN3D_DISTILLED_LOW: 'true' }),
      },
      successTopic: this.successTopic,
      errorTopic: this.errorTopic,
    });
    new EndpointScaling(this, 'Scaling', { endpoint, endpointName, scaling: inference.scaling });
    new CfnOutput(this, 'EndpointName', { value: endpointName });
  }
}
