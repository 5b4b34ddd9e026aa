import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { functionDied } from '#local/testing/faults/draw-fault.ts';
import { type Fault, startProxy } from '#local/testing/faults/proxy.ts';
import { freePortRange } from '#local/testing/free-port-range.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
} from '#test/support/test-environment.ts';

const dying = 'gen3d-notify-success';
const admin = 'info@2112-lab.com';

let here: TestEnvironment;
let runs: Executions;
let user: TestUser;
let proxy: { close(): Promise<void> };
/** The fault of the function's next call. */
let fault: Fault = { kind: 'none' };
/** Called before the function has a thread. */
let onCall = () => {};

beforeAll(async () => {
  const port = await freePortRange();
  let lambda = '';
  proxy = await startProxy(
    port,
    () => lambda,
    ({ url = '' }) => {
      if (!url.includes(dying)) return { kind: 'none' };
      const next = fault;
      fault = { kind: 'none' };
      return next;
    },
  );
  const addressOf = (service: string, url: string) => {
    if (service !== 'lambda') return url;
    lambda = url;
    return `http://127.0.0.1:${port}`;
  };
  const testHooks = { addressOf, onCall: (name: string) => (name === dying ? onCall() : undefined) };
  here = await startTestEnvironment(undefined, { testHooks });
  runs = new Executions(here.environment);
}, 120_000);
afterEach(() => {
  onCall = () => {};
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await proxy.close();
});

/** Runs a session until its execution has ended. */
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

/** The kinds of emails about a session, to its user and the admin. */
async function mailsOf(jobId: string): Promise<(string | undefined)[]> {
  const mails = [...(await here.emailsTo(user.credential.email)), ...(await here.emailsTo(admin))];
  return mails.filter(({ tags }) => tags.job_id === jobId).map(({ tags }) => tags.kind);
}

describe('a function whose thread ends during a call', { timeout: 180_000 }, () => {
  it('fails its session, and a redrive resumes it', async () => {
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

describe('a function that crashes after the session has completed', { timeout: 180_000 }, () => {
  it('leaves the session completed, reports no failure, and a redrive sends no emails', async () => {
    fault = { kind: 'replaced', ...functionDied };

    const jobId = await untilItDied();
    const completed = await user.client.status(jobId);
    await redriven(jobId);

    expect(completed).toMatchObject({ status: 'completed', mail: 'sent' });
    expect(await user.client.status(jobId)).toEqual({ ...completed, updated_at: expect.any(String) });
    expect(await mailsOf(jobId)).toEqual(['success-user', 'success-admin']);
  });
});
