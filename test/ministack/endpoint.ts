import { z } from 'zod';
import type { Change } from './changes.ts';
import { idsOf } from './changes.ts';

const Config = z.looseObject({
  AsyncInferenceConfig: z.object({
    OutputConfig: z.object({
      S3OutputPath: z.unknown(),
      S3FailurePath: z.unknown(),
      NotificationConfig: z.object({ SuccessTopic: z.unknown(), ErrorTopic: z.unknown() }),
    }),
  }),
});

/** Outputs that say what the endpoint beside MiniStack must know. */
export const EndpointOutputs = z.object({
  EndpointOutputPath: z.string(),
  EndpointFailurePath: z.string(),
  EndpointSuccessTopic: z.string(),
  EndpointErrorTopic: z.string(),
});

/** The endpoint's configuration becomes outputs: the endpoint itself runs beside MiniStack. */
export const endpointAsOutputs: Change = {
  what: 'the endpoint configuration is outputs of the stack, read by the SageMaker endpoint of the one-machine home',
  reason: 'MiniStack has no SageMaker.',
  apply: (template) =>
    idsOf(template, 'AWS::SageMaker::EndpointConfig').filter((id) => {
      const { OutputConfig } = Config.parse(template.Resources[id]?.Properties).AsyncInferenceConfig;
      const { S3OutputPath, S3FailurePath, NotificationConfig } = OutputConfig;
      const values: Record<keyof z.infer<typeof EndpointOutputs>, unknown> = {
        EndpointOutputPath: S3OutputPath,
        EndpointFailurePath: S3FailurePath,
        EndpointSuccessTopic: NotificationConfig.SuccessTopic,
        EndpointErrorTopic: NotificationConfig.ErrorTopic,
      };
      for (const [name, Value] of Object.entries(values)) template.Outputs[name] = { Value };
      return true;
    }),
};
