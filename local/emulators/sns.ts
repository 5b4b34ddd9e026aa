import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { functionNameOf } from '../functions/call.ts';
import { AwsError } from './http/aws-error.ts';
import type { Answer } from './http/server.ts';
import { type SignedCall, startSignedServer, validate } from './http/signed-server.ts';
import { element, text, xml } from './http/xml.ts';
import { deliver, type Envelope, lambdaRetryDelaysMs } from './queue/lambda-delivery.ts';
import { type Message, Queue } from './queue/queue.ts';
import { closingWith, type InvokeFunction, type Service, type ServiceOptions } from './service.ts';
import { makeFolder } from './storage/files.ts';

/** A topic of the template, with the functions that subscribe to it (name or ARN). */
export interface Topic {
  readonly arn: string;
  readonly subscriptions: readonly { readonly endpoint: string; readonly deadLetterArn?: string }[];
}

export interface SnsOptions extends ServiceOptions {
  readonly topics: readonly Topic[];
  readonly invoke: InvokeFunction;
  /** Milliseconds to wait before each retry; their count is the number of retries. */
  readonly retryDelaysMs?: readonly number[];
}

export interface Sns extends Service {
  /** Publishes from inside the process. When it returns, the message is on disk. @returns its id */
  publish(topicArn: string, message: string): string;
  /** Messages whose function failed on every attempt. */
  deadLetters(): Message[];
}

const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';
const maxMessageBytes = 256 * 1024;
const PublishInput = z.object({
  Action: z.literal('Publish'),
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  Message: z
    .string()
    .min(1)
    .refine((message) => Buffer.byteLength(message) <= maxMessageBytes, 'Too long'),
  Subject: z.string().min(1).max(100).optional(),
});

/** SNS, with Publish. A message is acknowledged once it is on disk for every subscription. */
export async function startSns(options: SnsOptions): Promise<Sns> {
  await makeFolder(options.folder);
  await using opened = new AsyncDisposableStack();
  const queue = opened.adopt(new Queue(join(options.folder, 'queue.sqlite')), (one) => one.close());
  const { invoke, topics, retryDelaysMs = lambdaRetryDelaysMs } = options;
  const names = topics.flatMap(({ arn, subscriptions }) => subscriptions.map((one) => queueOf(arn, one)));
  for (const name of new Set(names))
    opened.adopt(deliver(queue, name, { invoke, retryDelaysMs }), (worker) => worker.close());
  const publish: Publish = (arn, message, subject) => put(queue, topics, arn, message, subject);
  const server = await startSignedServer(options, {
    service: 'sns',
    bodyLimit: 2 * maxMessageBytes,
    onError: xmlError,
    handle: async (call) => answer(call, publish),
  });
  const inside = { publish: (arn: string, message: string) => publish(arn, message) };
  return closingWith(opened, { ...server, ...inside, deadLetters: () => queue.deadLetters() });
}

type Publish = (topicArn: string, message: string, subject?: string) => string;

function answer(call: SignedCall, publish: Publish): Answer {
  const form = Object.fromEntries(new URLSearchParams(call.body.toString('utf8')));
  if (form.Action !== 'Publish')
    throw new AwsError(400, 'InvalidAction', 'The local SNS only supports Publish.');
  const { TopicArn, TargetArn, Message, Subject } = validate(PublishInput, form, 'InvalidParameter');
  const id = publish(TopicArn ?? TargetArn ?? '', Message, Subject);
  return xml(200, 'PublishResponse', namespace, [
    element('PublishResult', text('MessageId', id)),
    element('ResponseMetadata', text('RequestId', randomUUID())),
  ]);
}

function put(
  queue: Queue,
  topics: readonly Topic[],
  arn: string,
  message: string,
  subject: string | undefined,
): string {
  const topic = topics.find((one) => one.arn === arn);
  if (topic === undefined) throw new AwsError(404, 'NotFound', 'Topic does not exist');
  const id = randomUUID();
  const record = notification(topic, id, message, subject);
  queue.put(
    topic.subscriptions.map((subscription) => {
      const { endpoint, deadLetterArn } = subscription;
      const event = {
        Records: [{ ...record, EventSubscriptionArn: queueOf(arn, subscription).replace(' ', ':') }],
      };
      const envelope: Envelope = { functionName: functionNameOf(endpoint), event, deadLetterArn };
      return { queue: queueOf(arn, subscription), body: envelope };
    }),
  );
  return id;
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function notification({ arn }: Topic, id: string, message: string, subject: string | undefined) {
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    Sns: {
      Type: 'Notification',
      MessageId: id,
      TopicArn: arn,
      Subject: subject ?? null,
      Message: message,
      Timestamp: new Date().toISOString(),
      SignatureVersion: '1',
      Signature: 'local',
      SigningCertUrl: 'local',
      UnsubscribeUrl: 'local',
      MessageAttributes: {},
    },
  };
}

function queueOf(topicArn: string, { endpoint }: { endpoint: string }): string {
  return `${topicArn} ${functionNameOf(endpoint)}`;
}

function xmlError(error: AwsError): Answer {
  const type = text('Type', error.status < 500 ? 'Sender' : 'Receiver');
  return xml(error.status, 'ErrorResponse', namespace, [
    element('Error', type, text('Code', error.code), text('Message', error.message)),
    text('RequestId', randomUUID()),
  ]);
}
