import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FunctionModel } from '#local/environment/assembly/functions.ts';
import { Functions, type FunctionsOptions } from '#local/functions/functions.ts';

const handlers = `
export const echo = async (event, context) => ({ event, name: context.functionName, arn: context.invokedFunctionArn,
  left: context.getRemainingTimeInMillis(), id: context.awsRequestId, setting: process.env.SETTING, region: process.env.AWS_REGION });
export const refuse = async () => { throw Object.assign(new Error('the mask is empty'), { name: 'MaskEmpty' }); };
export const hang = () => new Promise(() => {});
export const pause = async (event) => { await new Promise((next) => setTimeout(next, 800)); return event; };
export const leave = () => process.exit(3);
export const stray = () => new Promise(() => { setImmediate(() => { throw new Error('nobody caught me'); }); });
export const hoard = () => { const kept = []; for (;;) kept.push(new Array(100000).fill(Math.random())); };
export const knot = () => { const a = {}; a.a = a; return a; };
export const talk = () => { console.log('plain'); console.error('{"message":"structured"}'); process.stdout.write('more\\n'); };
`;

let folder: string;
let running: Functions | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-functions-'));
  writeFileSync(join(folder, 'index.mjs'), handlers);
});
beforeEach(() => rmSync(join(folder, 'logs'), { recursive: true, force: true }));
afterEach(() => running?.close());
afterAll(() => rmSync(folder, { recursive: true }));

function start(
  handler: string,
  model: Partial<FunctionModel> = {},
  options: Partial<FunctionsOptions> = {},
): Functions {
  const fixture: FunctionModel = {
    name: 'fixture',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture',
    file: join(folder, 'index.mjs'),
    handler,
    environment: { SETTING: 'own' },
    memoryMb: 128,
    timeoutSeconds: 10,
    reservedConcurrency: undefined,
    retries: 2,
    maximumAgeSeconds: 3_600,
    ...model,
  };
  running = new Functions({
    functions: [fixture],
    environment: { AWS_REGION: 'us-east-1' },
    logFolder: join(folder, 'logs'),
    ...options,
  });
  return running;
}

describe('a function', () => {
  it('receives its event, environment and Lambda context', async () => {
    const answer = await start('echo').invoke('fixture', { photo: 1 });

    expect(answer).toMatchObject({
      ok: true,
      payload: {
        event: { photo: 1 },
        name: 'fixture',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture',
        setting: 'own',
        region: 'us-east-1',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it('knows its remaining time', async () => {
    const { payload } = await start('echo')
      .invoke('fixture', {})
      .then((answer) => ({ payload: {}, ...answer }));

    expect(payload).toHaveProperty('left', expect.any(Number));
    expect(Object(payload).left).toBeGreaterThan(5_000);
    expect(Object(payload).left).toBeLessThanOrEqual(10_000);
  });

  it('can be called by its ARN', async () => {
    const answer = await start('echo').invoke('arn:aws:lambda:us-east-1:000000000000:function:fixture', 7);

    expect(answer).toMatchObject({ ok: true, payload: { event: 7 } });
  });

  it('returns the name and message of a thrown error', async () => {
    const answer = await start('refuse').invoke('fixture', {});

    expect(answer).toEqual({ ok: false, errorType: 'MaskEmpty', errorMessage: 'the mask is empty' });
  });

  it('ends after its timeout', async () => {
    const answer = await start('hang', { timeoutSeconds: 0.2 }).invoke('fixture', {});

    expect(answer).toMatchObject({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 0.20 seconds'),
    });
  });

  it.each([
    ['leave', 'exit status 3'],
    ['stray', 'exit status 1'],
    ['hoard', 'signal: killed'],
  ])('fails only its own call when it dies (%s)', async (handler, how) => {
    const functions = start(handler);

    const answers = await Promise.all([functions.invoke('fixture', {}), functions.invoke('fixture', {})]);

    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining(how),
      });
    }
  });

  it('fails only its own call when its thread ends, and the next call gets another thread', async () => {
    const ready = Promise.withResolvers<Worker>();
    // The first message of a pool's thread says that it is ready.
    process.once('worker', (thread) => thread.once('message', () => ready.resolve(thread)));
    const functions = start('pause');

    const calls = [functions.invoke('fixture', 1), functions.invoke('fixture', 1)];
    await (await ready.promise).terminate();
    const answers = await Promise.all(calls);
    const next = await functions.invoke('fixture', 1);

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') },
    ]);
    expect(next).toEqual({ ok: true, payload: 1 });
  });

  it('returns a marshal error for results that are not JSON', async () => {
    expect(await start('knot').invoke('fixture', {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.MarshalError',
    });
  });

  it('returns an error without its handler', async () => {
    expect(await start('missing').invoke('fixture', {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.HandlerNotFound',
    });
  });

  it('logs to its own file, one JSON object per line', async () => {
    await start('talk').invoke('fixture', {});

    const lines = readFileSync(join(folder, 'logs', 'fixture.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['plain', 'structured', 'more']);
  });

  it('is throttled above its reserved concurrency', async () => {
    const functions = start('hang', { timeoutSeconds: 0.5, reservedConcurrency: 1 });

    const [first, second] = await Promise.allSettled([
      functions.invoke('fixture', {}),
      functions.invoke('fixture', {}),
    ]);

    expect(first).toMatchObject({ status: 'fulfilled', value: { errorType: 'Sandbox.Timedout' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'TooManyRequestsException' } });
  });

  it('waits when all its threads are busy', async () => {
    const functions = start('echo');

    const calls = 200;

    const answers = await Promise.all(
      Array.from({ length: calls }, (_, i) => functions.invoke('fixture', i)),
    );

    expect(answers.filter((answer) => answer.ok)).toHaveLength(calls);
  });

  it('is throttled above the total concurrency', async () => {
    const functions = start('hang', { timeoutSeconds: 0.5 }, { concurrency: 1 });

    const [first, second] = await Promise.allSettled([
      functions.invoke('fixture', 1),
      functions.invoke('fixture', 2),
    ]);

    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'TooManyRequestsException' } });
  });

  it.each(['refuse', 'leave', 'hang'])('logs its error (%s)', async (handler) => {
    const answer = await start(handler, { timeoutSeconds: 0.2 }).invoke('fixture', {});

    const lines = readFileSync(join(folder, 'logs', 'fixture.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const logged = lines.map((line) => JSON.parse(line).message);
    expect(logged).toContainEqual(
      expect.objectContaining(
        answer.ok ? {} : { errorType: answer.errorType, errorMessage: answer.errorMessage },
      ),
    );
  });

  it('prints its log on the terminal with verbose', async () => {
    const terminal = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);

    await start('talk', {}, { verbose: true }).invoke('fixture', {});

    await vi.waitFor(() => expect(terminal.mock.calls.join('')).toContain('structured'));
    terminal.mockRestore();
  });

  it('is not found under an unknown name', async () => {
    await expect(start('echo').invoke('other', {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('continues after its caller stops waiting', async () => {
    const leaving = new AbortController();
    const call = start('hang').invoke('fixture', {}, leaving.signal);

    leaving.abort(new Error('the caller has gone'));

    await expect(call).rejects.toThrow('the caller has gone');
  });
});
