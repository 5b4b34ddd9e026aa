import { z } from 'zod';
import { functionNameOf } from '../../functions/call.ts';
import type { Resources } from './resources.ts';

export interface SubscriptionModel {
  /** ARN of the subscribed function. */
  readonly endpoint: string;
  readonly deadLetterArn?: string;
}
export interface TopicModel {
  readonly arn: string;
  readonly subscriptions: readonly SubscriptionModel[];
}
export interface RuleModel {
  readonly name: string;
  readonly eventPattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly { readonly functionName: string }[];
}
export interface EndpointModel {
  readonly name: string;
  readonly maxConcurrentInvocations: number;
  /** `s3://bucket/prefix` */
  readonly outputPath: string;
  readonly failurePath: string | undefined;
  readonly successTopicArn: string | undefined;
  readonly errorTopicArn: string | undefined;
}

const SubscriptionProperties = z.object({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string() }).optional(),
});

/** Reads topics and their Lambda subscriptions. Other protocols, such as email to an operator, work on AWS only. */
export function readTopics(resources: Resources): TopicModel[] {
  const all = resources.ofType('AWS::SNS::Subscription', SubscriptionProperties);
  return resources.ofType('AWS::SNS::Topic', z.object({})).map(({ physical }) => ({
    arn: physical.ref,
    subscriptions: all.flatMap(({ properties }) => {
      const { TopicArn, Protocol, Endpoint, RedrivePolicy } = properties;
      if (TopicArn !== physical.ref || Protocol !== 'lambda' || Endpoint === undefined) return [];
      return [
        { endpoint: Endpoint, ...(RedrivePolicy && { deadLetterArn: RedrivePolicy.deadLetterTargetArn }) },
      ];
    }),
  }));
}

const RuleProperties = z.object({
  State: z.string().default('ENABLED'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  Targets: z.array(z.object({ Arn: z.string() })).default([]),
});

/** Reads enabled rules with a pattern, and the functions they call. */
export function readRules(resources: Resources): RuleModel[] {
  return resources.ofType('AWS::Events::Rule', RuleProperties).flatMap(({ physical, properties }) => {
    const { State, EventPattern, Targets } = properties;
    if (State !== 'ENABLED' || EventPattern === undefined) return [];
    const functions = Targets.filter(({ Arn }) => Arn.includes(':function:'));
    return [
      {
        name: physical.ref,
        eventPattern: EventPattern,
        targets: functions.map(({ Arn }) => ({ functionName: functionNameOf(Arn) })),
      },
    ];
  });
}

const EndpointConfigProperties = z.object({
  AsyncInferenceConfig: z
    .object({
      ClientConfig: z.object({ MaxConcurrentInvocationsPerInstance: z.coerce.number() }).optional(),
      OutputConfig: z.object({
        S3OutputPath: z.string(),
        S3FailurePath: z.string().optional(),
        NotificationConfig: z
          .object({ SuccessTopic: z.string().optional(), ErrorTopic: z.string().optional() })
          .optional(),
      }),
    })
    .optional(),
});

/** Reads asynchronous endpoints. Without a limit SageMaker chooses the concurrency; the emulator runs one job. */
export function readEndpoints(resources: Resources): EndpointModel[] {
  const configs = resources.ofType('AWS::SageMaker::EndpointConfig', EndpointConfigProperties);
  const endpoints = resources.ofType(
    'AWS::SageMaker::Endpoint',
    z.object({ EndpointName: z.string(), EndpointConfigName: z.string() }),
  );
  return endpoints.flatMap(({ properties }) => {
    const name = properties.EndpointConfigName;
    const config = configs.find(({ physical }) =>
      [physical.ref, physical.attributes.EndpointConfigName].includes(name),
    );
    const asynchronous = config?.properties.AsyncInferenceConfig;
    if (asynchronous === undefined) return [];
    const { ClientConfig, OutputConfig } = asynchronous;
    return [
      {
        name: properties.EndpointName,
        maxConcurrentInvocations: ClientConfig?.MaxConcurrentInvocationsPerInstance ?? 1,
        outputPath: OutputConfig.S3OutputPath,
        failurePath: OutputConfig.S3FailurePath,
        successTopicArn: OutputConfig.NotificationConfig?.SuccessTopic,
        errorTopicArn: OutputConfig.NotificationConfig?.ErrorTopic,
      },
    ];
  });
}
