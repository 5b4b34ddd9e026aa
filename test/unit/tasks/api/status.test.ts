import { DescribeExecutionCommand, ExecutionDoesNotExist, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handler } from '#tasks/api/status.ts';
import { StatusResponse } from '#tasks/core/contracts/api.ts';
import { jobIdOf } from '#tasks/core/keys.ts';
import { call, claims, userId } from '../support/calls.ts';
import { getItem, putItem } from '../support/database.ts';
import { given, jobId, row, rowNow, waitingRow } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const get = (job_id = jobId, caller: Record<string, unknown> = claims) =>
  call(handler, { method: 'GET', path: { job_id }, claims: caller });

/** A row without news for two minutes, of a session of its own: looks are remembered by session. */
function quiet(name: string, changes = {}) {
  const then = new Date(Date.now() - 120_000).toISOString();
  return row({ job_id: jobIdOf(userId, name), session_id: name, updated_at: then, ...changes });
}

describe('GET /status/{job_id}', () => {
  it('shows how far the session is, and neither token nor keys', async () => {
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

  it('does not tell a foreign session from none, deleted or not', async () => {
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

  it('does not reach the other items of the table', async () => {
    const mark = `mail#${jobId}#success-user#0`;
    await putItem({ ...row(), job_id: mark });

    expect((await get(mark)).status).toBe(404);
  });

  it('starts a session again that has no execution', async () => {
    const lost = quiet('lost');
    await given(lost);
    world.sfn
      .on(DescribeExecutionCommand)
      .rejects(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }));

    expect((await get(lost.job_id)).status).toBe(200);

    expect(world.sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.name).toBe(lost.job_id);
    expect(world.s3.keys).toEqual([`users/${userId}/sessions/lost/metadata.json`]);
  });

  it.each([
    ['FAILED', 'InternalError'],
    ['TIMED_OUT', 'SessionTimedOut'],
    ['ABORTED', 'SessionStopped'],
  ] as const)('shows an execution that ended without a word: %s', async (status, code) => {
    const ended = quiet(`ended-${status}`);
    await given(ended);
    world.sfn.on(DescribeExecutionCommand).resolves({ status, redriveCount: 0, error: 'States.Runtime' });

    expect((await get(ended.job_id)).body).toMatchObject({ status: 'failed', reason: { code } });
    expect(await getItem(ended.job_id)).toMatchObject({ status: 'failed' });
  });

  it('asks for the execution once a minute at most, and only when the row is quiet', async () => {
    const running = quiet('running');
    await given(running);
    await given(row());
    world.sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });

    await get(running.job_id);
    await get(running.job_id);
    await get();

    expect(world.sfn.commandCalls(DescribeExecutionCommand)).toHaveLength(1);
  });

  it('answers from the row when the execution cannot be seen', async () => {
    const hidden = quiet('hidden');
    await given(hidden);
    world.sfn.on(DescribeExecutionCommand).rejects(new Error('throttled'));

    expect((await get(hidden.job_id)).body).toMatchObject({ status: 'processing' });
  });

  it('leaves a session that has ended alone', async () => {
    const done = quiet('done', { status: 'completed', stage: 'done', progress: 100 });
    await given(done);

    await get(done.job_id);

    expect(world.sfn.calls()).toHaveLength(0);
  });

  it('answers an unexpected error without any detail', async () => {
    await given({ ...row(), progress: 101 });

    const answer = await get();

    expect(answer).toMatchObject({ status: 500, code: 'InternalError' });
    expect(answer.message).not.toMatch(/progress|zod/i);
    await expect(rowNow()).rejects.toThrow();
  });
});
