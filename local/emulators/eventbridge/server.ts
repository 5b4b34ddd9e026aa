import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { functionNameOf } from '../../functions/call.ts';
import { AwsError } from '../http/aws-error.ts';
import { type Answer, json } from '../http/server.ts';
import { parseJson, type SignedCall, startSignedServer, validate } from '../http/signed-server.ts';
import { deliver, type Envelope, lambdaRetryDelaysMs } from '../queue/lambda-delivery.ts';
import { type Message, Queue } from '../queue/queue.ts';
import { closingWith, type InvokeFunction, type Service, type ServiceOptions } from '../service.ts';
import { makeFolder } from '../storage/files.ts';
import { compilePattern, type EventPattern } from './event-pattern.ts';

/** A rule of the template, with the functions (name or ARN) that it calls. */
export interface Rule {
  readonly name: string;
  readonly eventPattern: EventPattern;
  readonly targets: readonly { readonly functionName: string }[];
}

export interface EventBridgeOptions extends ServiceOptions {
  readonly rules: readonly Rule[];
  readonly invoke: InvokeFunction;
  /** Milliseconds to wait before each retry; their count is the number of retries. */
  readonly retryDelaysMs?: readonly number[];
}

/** An event as its source creates it; `put` adds the rest of the envelope. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[];
  /** Epoch milliseconds. Default: now. */
  readonly time?: number;
}

export interface EventBridge extends Service {
  /** Puts an event of a local service. When it returns, the event is on disk. @returns the event's id */
  put(event: BusEvent): string;
  /** Events whose function failed on every attempt. */
  deadLetters(): Message[];
}

const PutEvents = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string().min(1),
        DetailType: z.string().min(1).max(128),
        Detail: z.string(),
        Time: z.number().optional(),
        Resources: z.array(z.string()).optional(),
        EventBusName: z.string().optional(),
      }),
    )
    .min(1)
    .max(10),
});
type Entry = z.infer<typeof PutEvents>['Entries'][number];

/**
 * EventBridge's default bus, with PutEvents.
 * @throws EventPatternError when a rule's pattern is not supported
 */
export async function startEventBridge(options: EventBridgeOptions): Promise<EventBridge> {
  const { rules, invoke, retryDelaysMs = lambdaRetryDelaysMs } = options;
  const compiled = rules.map((rule) => ({ ...rule, matches: compilePattern(rule.eventPattern) }));
  await makeFolder(options.folder);
  await using opened = new AsyncDisposableStack();
  const queue = opened.adopt(new Queue(join(options.folder, 'queue.sqlite')), (one) => one.close());
  const targets = rules.flatMap((rule) =>
    rule.targets.map(({ functionName }) => functionNameOf(functionName)),
  );
  for (const name of new Set(targets))
    opened.adopt(deliver(queue, name, { invoke, retryDelaysMs }), (worker) => worker.close());
  const put = (given: BusEvent): string => {
    const event = fullEvent(given, options);
    const called = compiled.filter((rule) => rule.matches(event)).flatMap((rule) => rule.targets);
    queue.put(called.map(({ functionName }) => envelopeFor(functionNameOf(functionName), event)));
    return event.id;
  };
  const server = await startSignedServer(options, {
    service: 'events',
    bodyLimit: 1024 * 1024,
    handle: async (call) => answer(call, put),
  });
  return closingWith(opened, { ...server, put, deadLetters: () => queue.deadLetters() });
}

function answer(call: SignedCall, put: (event: BusEvent) => string): Answer {
  if (call.headers['x-amz-target'] !== 'AWSEvents.PutEvents')
    throw new AwsError(400, 'UnknownOperationException', 'The local EventBridge only supports PutEvents.');
  const { Entries } = validate(PutEvents, parseJson(call.body));
  const results = Entries.map((entry) => putEntry(entry, put));
  const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
  return json(200, { FailedEntryCount, Entries: results });
}

function putEntry({ Source, DetailType, Detail, Resources, Time }: Entry, put: (event: BusEvent) => string) {
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  const detail = parseDetail(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const event: BusEvent = {
    source: Source,
    detailType: DetailType,
    detail,
    resources: Resources ?? [],
    time: Time === undefined ? Date.now() : Time * 1000,
  };
  return { EventId: put(event) };
}

function parseDetail(text: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fullEvent({ source, detailType, detail, resources, time }: BusEvent, options: ServiceOptions) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: options.accountId,
    time: `${new Date(time ?? Date.now()).toISOString().slice(0, 19)}Z`,
    region: options.region,
    resources: resources ?? [],
    detail,
  };
}

function envelopeFor(functionName: string, event: unknown): { queue: string; body: Envelope } {
  return { queue: functionName, body: { functionName, event } };
}
