import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLambda } from '#local/emulators/lambda.ts';
import type { Service } from '#local/emulators/service.ts';
import { Functions } from '#local/functions/functions.ts';

const credentials = { accessKeyId: 'LOCAL0000000000000', secretAccessKey: 'secret-secret-secret' };
const handlers = `
import { appendFileSync, readFileSync } from 'node:fs';
export const handler = async (event) => {
  if (event.countIn) {
    appendFileSync(event.countIn, 'x');
    if (readFileSync(event.countIn, 'utf8').length < event.succeedsAt) throw new Error('not yet');
  }
  if (event.fail) throw Object.assign(new Error('no such photo'), { name: 'PhotoMissing' });
  return { hello: event.name };
};`;

let folder: string;
let functions: Functions;
let lambda: Service;
let client: LambdaClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-lambda-'));
  writeFileSync(join(folder, 'index.mjs'), handlers);
  functions = new Functions({
    functions: [
      {
        name: 'greet',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:greet',
        file: join(folder, 'index.mjs'),
        handler: 'handler',
        environment: {},
        memoryMb: 128,
        timeoutSeconds: 10,
        reservedConcurrency: undefined,
        retries: 2,
        maximumAgeSeconds: 60,
      },
    ],
    environment: {},
    logFolder: join(folder, 'logs'),
  });
  const place = { region: 'us-east-1', accountId: '000000000000' };
  lambda = await startLambda({ port: 0, credentials, ...place, functions, retryDelaysMs: [1, 1] });
  client = new LambdaClient({ endpoint: lambda.url, region: place.region, credentials });
});
afterAll(async () => {
  client.destroy();
  await lambda.close();
  await functions.close();
  rmSync(folder, { recursive: true });
});

const invoke = (input: Partial<InvokeCommand['input']>, event: unknown = { name: 'Ada' }) =>
  client.send(new InvokeCommand({ FunctionName: 'greet', Payload: JSON.stringify(event), ...input }));

describe('Lambda over HTTP', () => {
  it.each(['greet', 'arn:aws:lambda:us-east-1:000000000000:function:greet'])(
    'returns the result of an invocation of %s',
    async (FunctionName) => {
      const answer = await invoke({ FunctionName });

      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(answer.FunctionError).toBeUndefined();
      expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({ hello: 'Ada' });
    },
  );

  it('marks the error of a function', async () => {
    const answer = await invoke({}, { fail: true });

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'PhotoMissing',
      errorMessage: 'no such photo',
    });
  });

  it('accepts an asynchronous call immediately, and handles a dry run without calling', async () => {
    const [asynchronous, dry] = await Promise.all([
      invoke({ InvocationType: 'Event' }),
      invoke({ InvocationType: 'DryRun' }),
    ]);

    expect(asynchronous.StatusCode).toBe(202);
    expect(dry.StatusCode).toBe(204);
  });

  it.each([
    ['until it succeeds', 2, 2],
    ['at most twice', 9, 3],
  ])('retries an asynchronous call, %s', async (_how, succeedsAt, tries) => {
    const countIn = join(folder, `tries-${succeedsAt}`);
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});

    await invoke({ InvocationType: 'Event' }, { countIn, succeedsAt });

    await vi.waitFor(() => expect(readFileSync(countIn, 'utf8')).toHaveLength(tries));
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(tries < succeedsAt ? 1 : 0));
    log.mockRestore();
  });

  it('rejects unknown functions', async () => {
    await expect(invoke({ FunctionName: 'other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('rejects an unknown key', async () => {
    const unknownKey = new LambdaClient({
      endpoint: lambda.url,
      region: 'us-east-1',
      credentials: { ...credentials, secretAccessKey: 'guess' },
    });

    await expect(unknownKey.send(new InvokeCommand({ FunctionName: 'greet' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    unknownKey.destroy();
  });

  it('rejects an unsigned request', async () => {
    const response = await fetch(`${lambda.url}/2015-03-31/functions/greet/invocations`, { method: 'POST' });

    expect(response.status).toBe(403);
  });
});
