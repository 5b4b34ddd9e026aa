import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compilePattern, EventPatternError } from '#local/emulators/eventbridge/event-pattern.ts';
import { type EventBridge, startEventBridge } from '#local/emulators/eventbridge/server.ts';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { failure, fakeFunctions } from '../fake-functions.ts';
import {
  accountId,
  clientOptions,
  credentials,
  region,
  removeFolder,
  serviceOptions,
  wrongSecret,
} from '../fixture.ts';

const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:Gen3DSession`;
const rules = [
  {
    name: 'execution-ended',
    eventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [stateMachineArn] },
    },
    targets: [{ functionName: 'execution-status' }],
  },
  { name: 'ours', eventPattern: { source: ['gen3d'] }, targets: [{ functionName: 'other' }] },
];
const ended = (status: string) => ({
  source: 'aws.states',
  detailType: 'Step Functions Execution Status Change',
  resources: ['arn'],
  detail: { status, stateMachineArn },
});

let options: ServiceOptions;
let functions: ReturnType<typeof fakeFunctions>;
let bus: EventBridge;
beforeEach(async () => {
  options = await serviceOptions();
  functions = fakeFunctions();
  bus = await startEventBridge({ ...options, rules, invoke: functions.invoke, retryDelaysMs: [] });
});
afterEach(async () => {
  await bus.close();
  await removeFolder(options);
});

const client = (as = credentials) => new EventBridgeClient(clientOptions(bus.url, as));

describe('EventBridge', () => {
  it('calls the targets of matching rules, and no others', async () => {
    bus.put(ended('SUCCEEDED'));
    const id = bus.put(ended('ABORTED'));
    await functions.called(1);
    expect(functions.calls).toEqual([
      {
        name: 'execution-status',
        payload: {
          version: '0',
          id,
          source: 'aws.states',
          'detail-type': 'Step Functions Execution Status Change',
          account: accountId,
          region,
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          resources: ['arn'],
          detail: { status: 'ABORTED', stateMachineArn },
        },
      },
    ]);
  });

  it('accepts events over HTTP and checks each on its own', async () => {
    const entry = { Source: 'gen3d', DetailType: 'Something', Detail: '{"a":1}' };
    const Entries = [entry, { ...entry, Detail: 'no JSON' }, { ...entry, Source: 'aws.states' }];
    const result = await client().send(new PutEventsCommand({ Entries }));
    await functions.called(1);
    expect(result.FailedEntryCount).toBe(2);
    expect(result.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
    ]);
    expect(functions.calls).toMatchObject([{ name: 'other', payload: { detail: { a: 1 } } }]);
  });

  it('keeps an event whose function fails on every attempt', async () => {
    await bus.close();
    bus = await startEventBridge({ ...options, rules, invoke: async () => failure, retryDelaysMs: [] });
    bus.put(ended('FAILED'));
    await vi.waitFor(() => expect(bus.deadLetters()).toHaveLength(1));
  });

  it('rejects a wrong secret, an empty call and other operations', async () => {
    const put = new PutEventsCommand({ Entries: [] });
    await expect(client(wrongSecret).send(put)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    await expect(client().send(put)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client().send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('an event pattern', () => {
  it.each<[string, Record<string, unknown>, unknown, boolean]>([
    ['an exact value', { a: ['x', 1] }, { a: 1 }, true],
    ['another value', { a: ['x'] }, { a: 'y' }, false],
    ['a missing field', { a: ['x'] }, {}, false],
    ['one of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
    ['a nested field', { a: { b: [true] } }, { a: { b: true } }, true],
    ['a nested field of a scalar', { a: { b: [true] } }, { a: 'b' }, false],
    ['null', { a: [null] }, { a: null }, true],
    ['a prefix', { a: [{ prefix: 'arn:' }] }, { a: 'arn:x' }, true],
    ['a prefix of a number', { a: [{ prefix: '1' }] }, { a: 12 }, false],
    ['a suffix', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, true],
    ['any case', { a: [{ 'equals-ignore-case': 'yes' }] }, { a: 'YES' }, true],
    ['presence', { a: [{ exists: true }] }, { a: 0 }, true],
    ['absence', { a: [{ exists: false }] }, {}, true],
    ['absence of a present field', { a: [{ exists: false }] }, { a: 1 }, false],
    ['anything but a value', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    ['anything but values', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
    ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
    ['anything but, on a missing field', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['everything', {}, { a: 1 }, true],
  ])('matches %s', (_, pattern, event, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });

  it.each([
    [{ a: 'x' }, 'a list at a'],
    [{ a: [] }, 'a list at a'],
    [{ a: { b: [{ numeric: ['>', 1] }] } }, 'uses the filter numeric at a.b.'],
    [{ a: [{ wildcard: '*' }] }, 'uses the filter wildcard at a.'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'must have exactly one name'],
    [{ $or: [] }, '$or'],
  ])('is rejected when it is not supported: %j', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(EventPatternError);
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
