import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHome } from '#local/home.ts';
import { giveMask, startTestHome, type TestHome, untilMask, untilStatus } from './home.ts';

let here: TestHome;

beforeAll(async () => {
  here = await startTestHome();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a home', { timeout: 120_000 }, () => {
  it('takes a session from a photo to a mail with a model', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting);

    // The mail is sent after the success is written.
    const done = await untilStatus(user, waiting.job_id, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', model: { preview: true }, mail: 'sent' });
    const mail = await here.mailTo(user.credential.email, ({ text }) => text.includes('/download/'));
    const link = /https?:\/\/\S+\/download\/\S+/.exec(mail.text)?.[0] ?? '';
    const model = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(model.subarray(0, 3).toString()).toBe('ply');
    expect(link.startsWith(here.home.urls.api)).toBe(true);
  });

  it('goes on with a session that waits for its mask after a restart', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    await here.restart();
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ status }) => status !== 'processing');
    expect(done.status).toBe('completed');
  });

  it('keeps addresses, users and ports over a restart', async () => {
    const before = here.home.urls;
    const user = await here.newUser();

    await here.restart();

    expect(here.home.urls).toEqual(before);
    const again = await here.signIn(user.credential);
    expect(decodeJwt(again.tokens.idToken).sub).toBe(decodeJwt(user.tokens.idToken).sub);
    expect(await user.client.sessions()).toEqual({ sessions: [] });
  });

  it('shows its executions to the AWS SDK, with the key of the home only', async () => {
    const { urls, region, credentials, stateMachineArns } = here.home;
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

  it('does not share its folder', async () => {
    await expect(startHome({ folder: here.home.folder, port: 'free' })).rejects.toMatchObject({
      code: 'FolderInUse',
    });
  });

  it('makes an operator of whom it is told to', async () => {
    const user = await here.newUser();

    await here.restart({ operators: [user.credential.email] });

    const { tokens } = await here.signIn(user.credential);
    expect(decodeJwt(tokens.idToken)['cognito:groups']).toEqual(['operators']);
  });
});

it('says what to do when a part of its folder is damaged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-damaged-'));
  await mkdir(join(folder, 'identity'));
  await writeFile(
    join(folder, 'identity', 'identity.sqlite'),
    'this is no database, and long enough to tell',
  );

  await expect(startHome({ folder, port: 'free' })).rejects.toMatchObject({
    code: 'ServiceFailed',
    message: expect.stringMatching(/identity could not start: .* --fresh/),
  });
  await rm(folder, { recursive: true });
});
