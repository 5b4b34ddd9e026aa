import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Runs } from './history.ts';
import { giveMask, startTestHome, type TestHome, untilMask, untilStatus } from './home.ts';

let here: TestHome;
let runs: Runs;

beforeAll(async () => {
  here = await startTestHome({ times: { maskPatience: 6 } });
  runs = new Runs(here.home);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a session without a mask in time', { timeout: 120_000 }, () => {
  it('fails with the reason, tells its user once, and a redrive waits for the mask anew', async () => {
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
    const mails = (await here.mailsTo(user.credential.email)).filter(
      ({ tags }) => tags.job_id === waiting.job_id,
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Your 3D model could not be made',
      'Your 3D Model is Ready!',
    ]);
  });
});
