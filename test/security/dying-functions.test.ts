import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startProxy, type Trouble } from '#test/chaos/faults/proxy.ts';
import { functionDied } from '#test/chaos/faults/trouble.ts';
import { freeRow } from '#test/chaos/free-row.ts';
import { Runs } from '#test/e2e/history.ts';
import { giveMask, startTestHome, type TestHome, type TestUser, untilMask } from '#test/e2e/home.ts';

const dying = 'gen3d-notify-success';
const admin = 'info@2112-lab.com';

let here: TestHome;
let runs: Runs;
let user: TestUser;
let proxy: { close(): Promise<void> };
/** What happens to the next call of the function that dies. */
let trouble: Trouble = { kind: 'none' };
/** Called when the function is called, before it has a thread. */
let onCall = () => {};

beforeAll(async () => {
  const port = await freeRow();
  let lambda = '';
  proxy = await startProxy(
    port,
    () => lambda,
    ({ url = '' }) => {
      if (!url.includes(dying)) return { kind: 'none' };
      const next = trouble;
      trouble = { kind: 'none' };
      return next;
    },
  );
  const addressOf = (service: string, url: string) => {
    if (service !== 'lambda') return url;
    lambda = url;
    return `http://127.0.0.1:${port}`;
  };
  const seams = { addressOf, onCall: (name: string) => (name === dying ? onCall() : undefined) };
  here = await startTestHome(undefined, { seams });
  runs = new Runs(here.home);
}, 120_000);
afterEach(() => {
  onCall = () => {};
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await proxy.close();
});

/** Lets a session run until its execution has ended. */
async function untilItDied(): Promise<string> {
  user = await here.newUser();
  const waiting = await untilMask(user);
  await giveMask(user, waiting);
  const ended = await runs.ended(waiting.job_id);
  expect(ended).toEqual({ status: 'FAILED', error: 'TaskCrashed' });
  return waiting.job_id;
}

async function redriven(jobId: string): Promise<void> {
  await runs.redrive(jobId);
  expect(await runs.ended(jobId)).toMatchObject({ status: 'SUCCEEDED' });
}

/** Kinds of the mails that a session has brought about, to its user and to the admin. */
async function mailsOf(jobId: string): Promise<(string | undefined)[]> {
  const mails = [...(await here.mailsTo(user.credential.email)), ...(await here.mailsTo(admin))];
  return mails.filter(({ tags }) => tags.job_id === jobId).map(({ tags }) => tags.kind);
}

describe('a function whose thread ends in the middle of a call', { timeout: 180_000 }, () => {
  it('fails its session, which a redrive takes up where it was', async () => {
    onCall = () => {
      onCall = () => {};
      const kill = (thread: Worker) => thread.once('message', () => thread.terminate());
      process.once('worker', kill);
    };

    const jobId = await untilItDied();
    const failed = await user.client.status(jobId);
    await redriven(jobId);

    expect(failed).toMatchObject({ status: 'failed', reason: { code: 'InternalError' } });
    expect(await user.client.status(jobId)).toMatchObject({ status: 'completed', mail: 'sent' });
    expect(await mailsOf(jobId)).toEqual(['failure-user', 'success-user', 'failure-admin', 'success-admin']);
  });
});

describe('a function that dies when the session was completed', { timeout: 180_000 }, () => {
  it('leaves it completed, tells of no failure, and a redrive mails nobody again', async () => {
    trouble = { kind: 'replaced', ...functionDied };

    const jobId = await untilItDied();
    const completed = await user.client.status(jobId);
    await redriven(jobId);

    expect(completed).toMatchObject({ status: 'completed', mail: 'sent' });
    expect(await user.client.status(jobId)).toEqual({ ...completed, updated_at: expect.any(String) });
    expect(await mailsOf(jobId)).toEqual(['success-user', 'success-admin']);
  });
});
