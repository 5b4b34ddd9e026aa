import { PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { type Sns, startSns } from '#local/emulators/sns.ts';
import { failure, fakeFunctions } from './fake-functions.ts';
import {
  accountId,
  clientOptions,
  credentials,
  region,
  removeFolder,
  serviceOptions,
  wrongSecret,
} from './fixture.ts';

const TopicArn = `arn:aws:sns:${region}:${accountId}:results`;
const deadLetterArn = `arn:aws:sqs:${region}:${accountId}:dead`;
const endpoint = `arn:aws:lambda:${region}:${accountId}:function:inference-result`;
const topics = [
  { arn: TopicArn, subscriptions: [{ endpoint, deadLetterArn }, { endpoint: 'second' }] },
  { arn: `${TopicArn}-silent`, subscriptions: [] },
];

let options: ServiceOptions;
let functions: ReturnType<typeof fakeFunctions>;
let sns: Sns;
const start = () => startSns({ ...options, topics, invoke: functions.invoke, retryDelaysMs: [1, 1] });
const publish = (Message: string, more = {}, as = credentials) =>
  new SNSClient(clientOptions(sns.url, as)).send(new PublishCommand({ TopicArn, Message, ...more }));

beforeEach(async () => {
  options = await serviceOptions();
  functions = fakeFunctions();
  sns = await start();
});
afterEach(async () => {
  await sns.close();
  await removeFolder(options);
});

describe('SNS', () => {
  it('calls every subscribed function with the event that Lambda gets from SNS', async () => {
    const { MessageId } = await publish('{"a":"ä & <b>"}', { Subject: 'told' });
    await functions.called(2);
    expect(functions.calls.map(({ name }) => name).sort()).toEqual(['inference-result', 'second']);
    expect(functions.calls[0]?.payload).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: `${TopicArn}:${functions.calls[0]?.name}`,
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn,
            Subject: 'told',
            Message: '{"a":"ä & <b>"}',
            Timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
            SignatureVersion: '1',
            Signature: 'local',
            SigningCertUrl: 'local',
            UnsubscribeUrl: 'local',
            MessageAttributes: {},
          },
        },
      ],
    });
  });

  it('also publishes from inside the process', async () => {
    sns.publish(TopicArn, 'from SageMaker');
    await functions.called(2);
    expect(functions.calls[0]?.payload).toMatchObject({ Records: [{ Sns: { Message: 'from SageMaker' } }] });
  });

  it('retries a failing function twice, then keeps the event as a dead letter', async () => {
    await sns.close();
    const only = [{ arn: TopicArn, subscriptions: [{ endpoint, deadLetterArn }] }];
    const { invoke, calls } = fakeFunctions([failure, failure, failure]);
    sns = await startSns({ ...options, topics: only, invoke, retryDelaysMs: [1, 1] });
    sns.publish(TopicArn, 'unwelcome');
    await vi.waitFor(() => expect(sns.deadLetters()).toHaveLength(1));
    expect(calls).toHaveLength(3);
    expect(sns.deadLetters()).toMatchObject([{ attempts: 3, reason: `Boom (${deadLetterArn})` }]);
  });

  it('delivers after a restart what it could not deliver before', async () => {
    await sns.close();
    const never = startSns({ ...options, topics, invoke: async () => failure, retryDelaysMs: [3_600_000] });
    const before = await never;
    before.publish(TopicArn, 'patient');
    await before.close();
    sns = await start();
    await functions.called(2);
    expect(functions.calls[0]?.payload).toMatchObject({ Records: [{ Sns: { Message: 'patient' } }] });
  });

  it('rejects what SNS rejects', async () => {
    await expect(publish('')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(publish('x'.repeat(262_145))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(publish('x', { TopicArn: 'arn:other' })).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(publish('x', {}, wrongSecret)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' });
    await expect(new SNSClient(clientOptions(sns.url)).send(subscribe)).rejects.toMatchObject({
      name: 'InvalidAction',
    });
    expect(() => sns.publish('arn:other', 'x')).toThrow('Topic does not exist');
  });
});
