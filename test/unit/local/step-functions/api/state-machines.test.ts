import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStepFunctions } from '#local/step-functions/index.ts';
import { removeFolder, serviceOptions, unknownKey, wrongSecret } from '#test/unit/local/emulators/fixture.ts';
import {
  clientOf,
  definition,
  executionArn,
  machineArn,
  roleArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from '../runtime.ts';

const pass = definition({ Pass: { Type: 'Pass', End: true } });
const wait = definition({ Wait: { Type: 'Wait', Seconds: 3_600, End: true } });
let runtime: TestRuntime;

beforeAll(async () => {
  runtime = await startRuntime({ stateMachines: [stateMachine('Deployed', pass)] });
});
afterAll(() => runtime.discard());

const create = (name: string, text = pass, more: object = {}) =>
  runtime.client.send(new CreateStateMachineCommand({ name, definition: text, roleArn, ...more }));
const describe_ = (name: string) =>
  runtime.client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn(name) }));

describe('a state machine of the template', () => {
  it('exists, and is the same one after a restart', async () => {
    const before = await describe_('Deployed');
    expect(before).toMatchObject({
      stateMachineArn: machineArn('Deployed'),
      name: 'Deployed',
      status: 'ACTIVE',
      definition: pass,
      roleArn,
      type: 'STANDARD',
      loggingConfiguration: { level: 'OFF' },
    });

    await runtime.restart();

    const after = await describe_('Deployed');
    expect(after.creationDate).toEqual(before.creationDate);
    expect(after.revisionId).toBe(before.revisionId);
  });

  it('that cannot run stops the start, and leaves the folder free', async () => {
    const fresh = await serviceOptions();
    const broken = { ...fresh, stateMachines: [stateMachine('Broken', '{"StartAt":"A","States":{}}')] };

    await expect(startStepFunctions(broken)).rejects.toMatchObject({ code: 'InvalidDefinition' });

    await (await startStepFunctions({ ...fresh, stateMachines: [] })).close();
    await removeFolder(fresh);
  });
});

describe('CreateStateMachine', () => {
  it('creates one that can be described, listed and run', async () => {
    const created = await create('Mine');

    expect(created.stateMachineArn).toBe(machineArn('Mine'));
    expect((await describe_('Mine')).creationDate).toEqual(created.creationDate);
    const listed = await runtime.client.send(new ListStateMachinesCommand({}));
    expect(listed.stateMachines?.map(({ name }) => name)).toEqual(['Deployed', 'Mine']);
  });

  it('returns the same one for the same content, and rejects other content', async () => {
    const first = await create('Same');

    expect((await create('Same')).creationDate).toEqual(first.creationDate);
    await expect(create('Same', wait)).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
  });

  it('creates one from many concurrent calls', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => create('Crowd')));

    expect(new Set(all.map(({ creationDate }) => creationDate?.getTime())).size).toBe(1);
  });

  it.each([
    ['a definition that is not JSON', '{', {}, 'InvalidDefinition'],
    ['a definition without its states', '{"StartAt":"A"}', {}, 'InvalidDefinition'],
    [
      'a service without a callback form',
      definition({
        A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:updateItem.waitForTaskToken', End: true },
      }),
      {},
      'InvalidDefinition',
    ],
    ['the type EXPRESS', pass, { type: 'EXPRESS' }, 'StateMachineTypeNotSupported'],
  ])('rejects %s', async (_what, text, more, error) => {
    await expect(create('Refused', text, more)).rejects.toMatchObject({ name: error });
    await expect(describe_('Refused')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('rejects an invalid name', async () => {
    await expect(create('a b')).rejects.toMatchObject({ name: 'InvalidName' });
  });
});

describe('UpdateStateMachine', () => {
  const update = (name: string, change: object) =>
    runtime.client.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn(name), ...change }));

  it('applies a change as a new revision', async () => {
    await create('Changing');
    const before = await describe_('Changing');

    const updated = await update('Changing', { definition: wait });

    expect(await describe_('Changing')).toMatchObject({
      definition: wait,
      roleArn,
      revisionId: updated.revisionId,
    });
    expect(updated.revisionId).not.toBe(before.revisionId);
  });

  it('rejects what is missing, unknown or cannot run', async () => {
    await create('Steady');

    await expect(update('Steady', {})).rejects.toMatchObject({ name: 'MissingRequiredParameter' });
    await expect(update('Nobody', { definition: pass })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(update('Steady', { definition: '{}' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
    expect((await describe_('Steady')).definition).toBe(pass);
  });
});

describe('DeleteStateMachine', () => {
  it('aborts running executions, and removes the state machine with its executions', async () => {
    await create('Doomed', wait);
    const stateMachineArn = machineArn('Doomed');
    await runtime.client.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }));

    await runtime.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await runtime.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await runtime.restart();

    const described = () => describe_('Doomed').catch((error: Error) => error.name);
    await expect.poll(described).toBe('StateMachineDoesNotExist');
    const execution = new DescribeExecutionCommand({ executionArn: executionArn('Doomed', 'one') });
    await expect(runtime.client.send(execution)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('ListStateMachines', () => {
  it('is paged', async () => {
    await create('Page');
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await runtime.client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken }));
      names.push(...(page.stateMachines ?? []).map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(names[0]).toBe('Deployed');
    expect(names).toContain('Page');
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('ValidateStateMachineDefinition', () => {
  const validate = (text: string) =>
    runtime.client.send(new ValidateStateMachineDefinitionCommand({ definition: text }));

  it('finds nothing in a valid one', async () => {
    expect(await validate(pass)).toMatchObject({ result: 'OK', diagnostics: [], truncated: false });
  });

  it('says what is wrong, and where', async () => {
    const { result, diagnostics } = await validate(definition({ A: { Type: 'Pass', Next: 'B' } }));

    expect(result).toBe('FAIL');
    expect(diagnostics?.[0]).toMatchObject({
      severity: 'ERROR',
      code: expect.any(String),
      message: expect.any(String),
    });
  });
});

describe('the API', () => {
  it.each([
    ['an unknown key', unknownKey, 'UnrecognizedClientException'],
    ['a wrong secret', wrongSecret, 'InvalidSignatureException'],
  ])('rejects %s', async (_who, as, error) => {
    await expect(clientOf(runtime.service, as).send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
      name: error,
    });
  });

  it('rejects unsigned requests', async () => {
    const response = await fetch(runtime.service.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
      body: '{}',
    });

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('names an unsupported operation', async () => {
    const tag = new TagResourceCommand({ resourceArn: machineArn('Deployed'), tags: [] });

    await expect(runtime.client.send(tag)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('names the invalid members', async () => {
    const list = new ListExecutionsCommand({ stateMachineArn: machineArn('Deployed'), maxResults: 5_000 });

    await expect(runtime.client.send(list)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('maxResults'),
    });
  });

  it('listens on loopback only', () => {
    expect(new URL(runtime.service.url).hostname).toBe('127.0.0.1');
  });
});
