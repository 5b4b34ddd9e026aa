import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEnvironment } from '#local/environment/environment.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '../support/test-environment.ts';

let here: TestEnvironment;

beforeAll(async () => {
  here = await startTestEnvironment();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a local environment', { timeout: 120_000 }, () => {
  it('runs a session from the photo to the email', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting);

    // The email is sent after the success is stored.
    const done = await untilStatus(user, waiting.job_id, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', model: { preview: true }, mail: 'sent' });
    const mail = await here.emailTo(user.credential.email, ({ text }) => text.includes('/download/'));
    const link = /https?:\/\/\S+\/download\/\S+/.exec(mail.text)?.[0] ?? '';
    const model = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(model.subarray(0, 3).toString()).toBe('ply');
    expect(link.startsWith(here.environment.urls.api)).toBe(true);
  });

  it('continues a waiting session after a restart', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    await here.restart();
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ status }) => status !== 'processing');
    expect(done.status).toBe('completed');
  });

  it('keeps addresses, users and ports over a restart', async () => {
    const before = here.environment.urls;
    const user = await here.newUser();

    await here.restart();

    expect(here.environment.urls).toEqual(before);
    const again = await here.signIn(user.credential);
    expect(decodeJwt(again.tokens.idToken).sub).toBe(decodeJwt(user.tokens.idToken).sub);
    expect(await user.client.sessions()).toEqual({ sessions: [] });
  });

  it('shows its executions to the AWS SDK with its own credentials only', async () => {
    const { urls, region, credentials, stateMachineArns } = here.environment;
    const list = new ListExecutionsCommand({ stateMachineArn: stateMachineArns[0] });
    const client = new SFNClient({ endpoint: urls.stepFunctions, region, credentials: { ...credentials } });
    const stranger = new SFNClient({
      endpoint: urls.stepFunctions,
      region,
      credentials: { ...credentials, secretAccessKey: 'guess' },
    });

    expect((await client.send(list)).executions).not.toHaveLength(0);
    await expect(stranger.send(list)).rejects.toThrow();
  });

  it('locks its folder', async () => {
    await expect(startEnvironment({ folder: here.environment.folder, port: 'free' })).rejects.toMatchObject({
      code: 'FolderInUse',
    });
  });

  it('makes a user an operator', async () => {
    const user = await here.newUser();

    await here.restart({ operators: [user.credential.email] });

    const { tokens } = await here.signIn(user.credential);
    expect(decodeJwt(tokens.idToken)['cognito:groups']).toEqual(['operators']);
  });
});

it('says what to do when its folder is damaged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-damaged-'));
  await mkdir(join(folder, 'identity'));
  await writeFile(
    join(folder, 'identity', 'identity.sqlite'),
    'this is no database, and long enough to tell',
  );

  await expect(startEnvironment({ folder, port: 'free' })).rejects.toMatchObject({
    code: 'ServiceFailed',
    message: expect.stringMatching(/Couldn't start identity: .* --fresh/),
  });
  await rm(folder, { recursive: true });
});
