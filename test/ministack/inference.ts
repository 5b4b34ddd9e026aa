import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { z } from 'zod';
import { place } from '#local/assembly.ts';
import { startPreviewModel } from '#local/preview-model/server.ts';
import { startSageMaker } from '#local/services/sagemaker.ts';
import { names } from '#tasks/core/names.ts';
import type { EndpointOutputs } from './endpoint.ts';
import { credentials } from './server.ts';

export interface InferenceOptions {
  readonly folder: string;
  readonly port: number;
  /** Base URL of MiniStack. */
  readonly url: string;
  readonly outputs: z.infer<typeof EndpointOutputs>;
}

/** The home's SageMaker endpoint with the preview model, on MiniStack's S3 and SNS. */
export async function startInference({
  folder,
  port,
  url,
  outputs,
}: InferenceOptions): Promise<AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const { region } = place;
  const sns = started.adopt(new SNSClient({ endpoint: url, region, credentials }), (one) => one.destroy());
  const model = await startPreviewModel({ port: 0, s3: { endpoint: url, region, credentials } });
  started.defer(() => model.close());
  const endpoint = await startSageMaker({
    ...{ folder, port, region, credentials, accountId: place.accountId },
    endpoints: [
      {
        name: names.endpoint,
        maxConcurrentInvocations: 2,
        outputPath: outputs.EndpointOutputPath,
        failurePath: outputs.EndpointFailurePath,
        successTopicArn: outputs.EndpointSuccessTopic,
        errorTopicArn: outputs.EndpointErrorTopic,
      },
    ],
    modelUrl: model.url,
    s3Url: url,
    publish: (TopicArn, Message) => {
      sns.send(new PublishCommand({ TopicArn, Message })).catch((error: unknown) => {
        console.error('A notification was not published:', error);
      });
    },
  });
  started.defer(() => endpoint.close());
  return started.move();
}
