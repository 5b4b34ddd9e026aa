import { z } from 'zod';
import { sdkMetadata } from './http-metadata.ts';
import { toJson, withTextMembers } from './json-values.ts';
import type { SdkClients } from './sdk-clients.ts';
import { type ErrorStyle, failure, optimizedStyle } from './sdk-errors.ts';
import type { ServiceName } from './services.ts';
import type { TaskAnswer } from './task-caller.ts';

interface Integration {
  readonly service: ServiceName;
  readonly actions: readonly string[];
  readonly style: ErrorStyle;
  readonly textMembers: readonly string[];
}

/** The optimized integrations besides Lambda, by resource type. */
const integrations: Readonly<Record<string, Integration>> = {
  dynamodb: {
    service: 'dynamodb',
    actions: ['getItem', 'putItem', 'updateItem', 'deleteItem'],
    style: optimizedStyle('DynamoDB', 'AmazonDynamoDBv2', 'AmazonDynamoDBException'),
    textMembers: [],
  },
  sns: {
    service: 'sns',
    actions: ['publish'],
    style: optimizedStyle('SNS', 'AmazonSNS', 'AmazonSNSException'),
    textMembers: ['Message'],
  },
  sqs: {
    service: 'sqs',
    actions: ['sendMessage'],
    style: optimizedStyle('SQS', 'AmazonSQS', 'AmazonSQSException'),
    textMembers: ['MessageBody'],
  },
  events: {
    service: 'eventbridge',
    actions: ['putEvents'],
    style: optimizedStyle('EventBridge', 'AmazonCloudWatchEvents', 'AmazonEventBridgeException'),
    textMembers: [],
  },
};

const Metadata = z.looseObject({
  $metadata: z.looseObject({ httpStatusCode: z.number().optional(), requestId: z.string().optional() }),
});
const Entries = z.array(z.record(z.string(), z.unknown()));
const PutEventsResult = z.looseObject({ FailedEntryCount: z.number().default(0) });

/** `dynamodb:*Item`, `sns:publish`, `sqs:sendMessage` and `events:putEvents`. */
export async function callOptimizedTask(
  clients: SdkClients,
  resourceType: string,
  action: string,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const integration = Object.hasOwn(integrations, resourceType) ? integrations[resourceType] : undefined;
  if (integration === undefined || !integration.actions.includes(action))
    return {
      ok: false,
      error: 'States.Runtime',
      cause: `${resourceType}:${action} is not supported locally.`,
    };
  const { service, style, textMembers } = integration;
  const input = withTextMembers(withEventDetails(parameters), textMembers);
  try {
    const { output, headers } = await clients.call(service, action, input, signal);
    const result = await toJson(output);
    if (resourceType === 'events') return putEventsAnswer(result);
    const metadata = sdkMetadata(headers, Metadata.parse(output).$metadata);
    return { ok: true, output: JSON.stringify({ ...Object(result), ...metadata }) };
  } catch (error) {
    return failure(clients, service, style, error);
  }
}

/** PutEvents takes `Detail` as text; state machines may write it as an object. */
function withEventDetails(parameters: Record<string, unknown>): Record<string, unknown> {
  const entries = Entries.safeParse(parameters.Entries);
  if (!entries.success) return parameters;
  return { ...parameters, Entries: entries.data.map((entry) => withTextMembers(entry, ['Detail'])) };
}

/** One failed entry fails the task, with the entire result as its cause. */
function putEventsAnswer(result: unknown): TaskAnswer {
  const output = JSON.stringify(result);
  if (PutEventsResult.parse(result).FailedEntryCount === 0) return { ok: true, output };
  return { ok: false, error: 'EventBridge.FailedEntry', cause: output };
}
