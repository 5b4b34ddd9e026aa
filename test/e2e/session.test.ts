import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPhoto } from '#client/files.ts';
import { newSessionId, startAgain, startSession } from '#client/session.ts';
import { Runs } from './history.ts';
import { giveMask, samplePhoto, startTestHome, type TestHome, untilMask, untilStatus } from './home.ts';

let here: TestHome;
let runs: Runs;

beforeAll(async () => {
  here = await startTestHome();
  runs = new Runs(here.home);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a session', { timeout: 120_000 }, () => {
  it('is one execution that goes through every state of the good path, and mails user and admin once', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');
    const ended = await runs.ended(waiting.job_id);

    expect(done).toMatchObject({ progress: 100, stage: 'done', model: { preview: true } });
    expect(ended.status).toBe('SUCCEEDED');
    expect(await runs.statesOf(waiting.job_id)).toEqual([
      'ValidateInput',
      'RequestEmbedding',
      'WaitForMask',
      'ValidateMask',
      'MaskAccepted?',
      'RequestReconstruction',
      'NotifySuccess',
      'SessionSucceeded',
    ]);
    expect(await mailsAbout(user.credential.email, waiting.job_id)).toHaveLength(1);
    expect(await mailsAbout('info@2112-lab.com', waiting.job_id)).toHaveLength(1);
  });

  it('started twice is the same session', async () => {
    const user = await here.newUser();
    const photo = await readPhoto(samplePhoto);
    const sessionId = newSessionId();

    const first = await startSession(user.client, photo, { sessionId });
    const second = await startSession(user.client, photo, { sessionId });

    expect(second).toBe(first);
    expect((await user.client.sessions()).sessions).toHaveLength(1);
  });

  it('of somebody else does not exist', async () => {
    const owner = await here.newUser();
    const stranger = await here.newUser();
    const waiting = await untilMask(owner);

    await expect(stranger.client.status(waiting.job_id)).rejects.toMatchObject({ status: 404 });
    await expect(stranger.client.result(waiting.job_id)).rejects.toMatchObject({ status: 404 });
    await expect(stranger.client.cancel(waiting.job_id)).rejects.toMatchObject({ status: 404 });
    expect((await stranger.client.sessions()).sessions).toEqual([]);
  });

  it('that is deleted while it waits stops, keeps no object, and mails nobody', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    const before = await user.client.result(waiting.job_id);

    await user.client.cancel(waiting.job_id);

    expect((await runs.ended(waiting.job_id)).status).toBe('ABORTED');
    expect(await user.client.status(waiting.job_id)).toMatchObject({ status: 'cancelled' });
    expect((await fetch(before.files.photo ?? '')).status).toBe(404);
    expect((await user.client.sessions()).sessions).toEqual([]);
    expect(await mailsAbout(user.credential.email, waiting.job_id)).toEqual([]);
  });

  it('that an operator stops is marked failed and tells its user', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    await runs.stop(waiting.job_id);

    const failed = await untilStatus(user, waiting.job_id, ({ status }) => status === 'failed');
    expect(failed.reason?.code).toBe('SessionStopped');
    await here.mailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  });

  it('is tried again with the same photo as a new session', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    const again = await startAgain(user.client, waiting.job_id);

    expect(again).not.toBe(waiting.job_id);
    const status = await untilStatus(user, again, (now) => now.status === 'awaiting_mask');
    expect(status.image_size).toEqual(waiting.image_size);
  });
});

async function mailsAbout(address: string, jobId: string) {
  return (await here.mailsTo(address)).filter(({ tags }) => tags.job_id === jobId);
}
