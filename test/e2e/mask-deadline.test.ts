import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Executions } from '../support/executions.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '../support/test-environment.ts';

let here: TestEnvironment;
let runs: Executions;

beforeAll(async () => {
  here = await startTestEnvironment({ times: { maskPatience: 6 } });
  runs = new Executions(here.environment);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a session without a mask at its deadline', { timeout: 120_000 }, () => {
  it('fails with the reason, emails its user once, and waits for a mask again after a redrive', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    const failed = await untilStatus(user, waiting.job_id, ({ status }) => status === 'failed');
    const ended = await runs.ended(waiting.job_id);
    await runs.redrive(waiting.job_id);
    const again = await untilStatus(user, waiting.job_id, ({ status }) => status === 'awaiting_mask');
    await giveMask(user, again);
    const done = await untilStatus(user, waiting.job_id, ({ mail }) => mail === 'sent');

    expect(failed.reason?.code).toBe('MaskDeadlinePassed');
    expect(ended).toEqual({ status: 'FAILED', error: 'MaskDeadlinePassed' });
    expect(done.status).toBe('completed');
    expect((await runs.ended(waiting.job_id)).status).toBe('SUCCEEDED');
    const mails = (await here.emailsTo(user.credential.email)).filter(
      ({ tags }) => tags.job_id === waiting.job_id,
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Your 3D model could not be made',
      'Your 3D Model is Ready!',
    ]);
  });
});
