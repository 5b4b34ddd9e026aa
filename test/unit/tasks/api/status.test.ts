import { DescribeExecutionCommand, ExecutionDoesNotExist, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StatusResponse } from '#contracts/api.ts';
import { jobIdOf } from '#contracts/keys.ts';
import { handler } from '#tasks/api/status.ts';
import { call, claims, userId } from '../support/calls.ts';
import { getItem, putItem } from '../support/database.ts';
import { liveIn } from '../support/fixtures.ts';
import { given, jobId, row, rowNow, waitingRow } from '../support/sessions.ts';

const fixtures = liveIn();
const get = (job_id = jobId, caller: Record<string, unknown> = claims) =>
  call(handler, { method: 'GET', path: { job_id }, claims: caller });

/** A row unchanged for two minutes. Each has its own session, because the handler remembers checks by session. */
function quiet(name: string, changes = {}) {
  const then = new Date(Date.now() - 120_000).toISOString();
  return row({ job_id: jobIdOf(userId, name), session_id: name, updated_at: then, ...changes });
}

describe('GET /status/{job_id}', () => {
  it('shows the progress of the session, but neither token nor keys', async () => {
    await given(waitingRow({ reason: { code: 'MaskEmpty', message: 'Nothing selected.' } }));

    const answer = await get();

    expect(answer.status).toBe(200);
    expect(z.strictObject(StatusResponse.shape).parse(answer.body)).toMatchObject({
      status: 'awaiting_mask',
      progress: 40,
      image_size: [80, 64],
      mask_round: 0,
      reason: { code: 'MaskEmpty' },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/mask-token|users\/|v1/);
  });

  it('answers alike for a missing session and another user’s, deleted or not', async () => {
    const missing = await get();
    await given(row());
    const foreign = await get(jobId, { ...claims, sub: 'somebody-else' });
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    const foreignDeleted = await get(jobId, { ...claims, sub: 'somebody-else' });
    const malformed = await get('../x');

    const answers = [missing, foreign, foreignDeleted, malformed].map(({ status, body }) => ({
      status,
      body,
    }));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('shows a deleted session as cancelled', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    const { status, body } = await get();

    expect(status).toBe(200);
    expect(StatusResponse.parse(body).status).toBe('cancelled');
  });

  it('does not read the other items of the table', async () => {
    const recordKey = `mail#${jobId}#success-user#0`;
    await putItem({ ...row(), job_id: recordKey });

    expect((await get(recordKey)).status).toBe(404);
  });

  it('starts the execution of a session that has none', async () => {
    const lost = quiet('lost');
    await given(lost);
    fixtures.sfn
      .on(DescribeExecutionCommand)
      .rejects(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }));

    expect((await get(lost.job_id)).status).toBe(200);

    expect(fixtures.sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.name).toBe(lost.job_id);
    expect(fixtures.s3.keys).toEqual([`users/${userId}/sessions/lost/metadata.json`]);
  });

  it.each([
    ['FAILED', 'InternalError'],
    ['TIMED_OUT', 'SessionTimedOut'],
    ['ABORTED', 'SessionStopped'],
  ] as const)(
    'fails the session when its execution ended without a notification: %s',
    async (status, code) => {
      const ended = quiet(`ended-${status}`);
      await given(ended);
      fixtures.sfn
        .on(DescribeExecutionCommand)
        .resolves({ status, redriveCount: 0, error: 'States.Runtime' });

      expect((await get(ended.job_id)).body).toMatchObject({ status: 'failed', reason: { code } });
      expect(await getItem(ended.job_id)).toMatchObject({ status: 'failed' });
    },
  );

  it('describes the execution at most once a minute, and only when the row has not changed', async () => {
    const running = quiet('running');
    await given(running);
    await given(row());
    fixtures.sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });

    await get(running.job_id);
    await get(running.job_id);
    await get();

    expect(fixtures.sfn.commandCalls(DescribeExecutionCommand)).toHaveLength(1);
  });

  it('answers from the row when the execution cannot be described', async () => {
    const hidden = quiet('hidden');
    await given(hidden);
    fixtures.sfn.on(DescribeExecutionCommand).rejects(new Error('throttled'));

    expect((await get(hidden.job_id)).body).toMatchObject({ status: 'processing' });
  });

  it('does not change a session that has ended', async () => {
    const done = quiet('done', { status: 'completed', stage: 'done', progress: 100 });
    await given(done);

    await get(done.job_id);

    expect(fixtures.sfn.calls()).toHaveLength(0);
  });

  it('hides the details of an unexpected error', async () => {
    await given({ ...row(), progress: 101 });

    const answer = await get();

    expect(answer).toMatchObject({ status: 500, code: 'InternalError' });
    expect(answer.message).not.toMatch(/progress|zod/i);
    await expect(rowNow()).rejects.toThrow();
  });
});
