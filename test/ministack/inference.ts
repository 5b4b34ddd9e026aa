import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { z } from 'zod';
import { names } from '#contracts/names.ts';
import { startSageMaker } from '#local/emulators/sagemaker/server.ts';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { startPreviewModel } from '#preview/server/server.ts';
import type { EndpointOutputs } from './endpoint.ts';
import { credentials } from './server.ts';

export interface InferenceOptions {
  readonly folder: string;
  readonly port: number;
  /** Base URL of MiniStack. */
  readonly url: string;
  readonly outputs: z.infer<typeof EndpointOutputs>;
}

/** The local SageMaker emulator with the preview model, on MiniStack's S3 and SNS. */
export async function startInference({
  folder,
  port,
  url,
  outputs,
}: InferenceOptions): Promise<AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const { region } = location;
  const sns = started.adopt(new SNSClient({ endpoint: url, region, credentials }), (one) => one.destroy());
  const model = await startPreviewModel({ port: 0, s3: { endpoint: url, region, credentials } });
  started.defer(() => model.close());
  const endpoint = await startSageMaker({
    ...{ folder, port, region, credentials, accountId: location.accountId },
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
        console.error('A notification could not be published:', error);
      });
    },
  });
  started.defer(() => endpoint.close());
  return started.move();
}
