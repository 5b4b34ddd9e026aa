import { z } from 'zod';
import { type Change, idsOf } from './changes.ts';

const Config = z.looseObject({
  AsyncInferenceConfig: z.object({
    OutputConfig: z.object({
      S3OutputPath: z.unknown(),
      S3FailurePath: z.unknown(),
      NotificationConfig: z.object({ SuccessTopic: z.unknown(), ErrorTopic: z.unknown() }),
    }),
  }),
});

/** Stack outputs with the configuration of the endpoint next to MiniStack. */
export const EndpointOutputs = z.object({
  EndpointOutputPath: z.string(),
  EndpointFailurePath: z.string(),
  EndpointSuccessTopic: z.string(),
  EndpointErrorTopic: z.string(),
});

/** Adds the endpoint's configuration to the stack outputs, since the endpoint runs next to MiniStack. */
export const endpointAsOutputs: Change = {
  what: 'Stack outputs replace the endpoint configuration. The local SageMaker emulator reads them.',
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
