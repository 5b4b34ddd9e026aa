import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/workflow/handle-error.ts';
import { context, email } from '../support/calls.ts';
import { facts, given, putMetadata, row, rowNow, waitingRow } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const mails = () => world.ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);

function failure(error: string | null, cause: string | null, changes = {}) {
  return {
    ...facts,
    failed_at_redrive: 0,
    failed_state: 'RequestReconstruction' as const,
    error: { Error: error, Cause: cause },
    ...changes,
  };
}

const lambdaCause = (errorType: string, errorMessage: string) =>
  JSON.stringify({ errorType, errorMessage, trace: ['at secret/path.ts:1'] });

describe('HandleError', () => {
  beforeEach(async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 50 }));
    putMetadata(world.s3);
  });

  it('marks the session, mails user and admin once, and fails with the true error', async () => {
    const request = failure('OutOfMemory', 'CUDA out of memory');

    await expect(handler(request, context)).rejects.toMatchObject({
      name: 'OutOfMemory',
      message: 'CUDA out of memory',
    });
    await expect(handler(request, context)).rejects.toMatchObject({ name: 'OutOfMemory' });

    expect(await rowNow()).toMatchObject({ status: 'failed', reason: { code: 'OutOfMemory' }, mail: 'sent' });
    const addresses = mails().map(({ Destination }) => Destination?.ToAddresses?.[0]);
    expect(addresses.sort()).toEqual(['admin@example.com', email]);
  });

  it('shows the true error without a stack of its own', async () => {
    const thrown = await handler(failure('WorkerDied', 'killed'), context).catch(
      (error: Error) => error.stack,
    );

    expect(thrown).toBe('WorkerDied: killed');
  });

  it('tells what to change when the photo was at fault', async () => {
    const cause = lambdaCause('PhotoTooSmall', 'The photo has 1 × 1 pixels: each side needs at least 64.');

    await expect(handler(failure('PhotoTooSmall', cause), context)).rejects.toMatchObject({
      name: 'PhotoTooSmall',
      message: 'The photo has 1 × 1 pixels: each side needs at least 64.',
    });

    expect((await rowNow()).reason?.message).toContain('at least 64');
  });

  it.each([
    ['TypeError', lambdaCause('TypeError', "reading 'x' of undefined")],
    ['Lambda.Unknown', 'Runtime exited'],
    [null, null],
  ])('tells the user nothing of an inner error: %s', async (error, cause) => {
    await expect(handler(failure(error, cause), context)).rejects.toThrow();

    const told = JSON.stringify([await rowNow(), mails()]);
    expect(told).toContain('InternalError');
    expect(told).not.toContain('undefined');
    expect(told).not.toContain('secret/path');
  });

  it('fails with the true error even when mail, metadata and marks are in trouble', async () => {
    world.ses.rejects(new Error('down'));
    world.s3.mock.rejects(new Error('down'));

    await expect(handler(failure('ModelFailed', 'why'), context)).rejects.toMatchObject({
      name: 'ModelFailed',
      message: 'why',
    });
    expect(await rowNow()).toMatchObject({ status: 'failed', mail: 'failed' });
  });

  it('mails nobody for a deleted session, and still fails', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(failure('SessionCancelled', 'deleted'), context)).rejects.toMatchObject({
      name: 'SessionCancelled',
    });
    expect(mails()).toHaveLength(0);
    expect(await rowNow()).toMatchObject({ status: 'cancelled' });
  });

  it('leaves a completed session completed', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    await expect(handler(failure('TypeError', 'after the end'), context)).rejects.toThrow();

    expect(await rowNow()).toMatchObject({ status: 'completed' });
    expect(mails()).toHaveLength(0);
  });

  it('leaves it completed when a redrive runs it, and goes on to NotifySuccess', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100, mail: 'sent' }));
    const request = failure('TaskCrashed', 'after the end', { redrive: 1, failed_state: 'NotifySuccess' });

    const result = await handler(request, context);

    expect(result).toEqual({ resume: 'NotifySuccess' });
    expect(await rowNow()).toMatchObject({ status: 'completed', redrive_count: 0, mail: 'sent' });
  });

  it('takes the session up again when a redrive runs it, and says where to go on', async () => {
    await given(
      waitingRow({
        status: 'failed',
        reason: { code: 'MaskDeadlinePassed', message: 'late' },
        mask_round: 3,
        mail: 'sent',
      }),
    );

    const result = await handler(failure('x', 'y', { redrive: 1, failed_state: 'WaitForMask' }), context);

    expect(result).toEqual({ resume: 'WaitForMask' });
    const resumed = await rowNow();
    expect(resumed).toMatchObject({ status: 'processing', redrive_count: 1, mask_round: 0 });
    expect(resumed).not.toHaveProperty('reason');
    expect(resumed).not.toHaveProperty('mask_token');
  });

  it('mails again when a redrive fails again', async () => {
    await expect(handler(failure('ModelFailed', 'one'), context)).rejects.toThrow();
    await handler(failure('ModelFailed', 'one', { redrive: 1 }), context);
    await expect(
      handler(failure('WorkerDied', 'two', { redrive: 1, failed_at_redrive: 1 }), context),
    ).rejects.toMatchObject({ name: 'WorkerDied' });

    expect(mails()).toHaveLength(4);
    expect(await rowNow()).toMatchObject({
      status: 'failed',
      redrive_count: 1,
      reason: { code: 'WorkerDied' },
    });
  });

  it('does not let an older redrive’s failure undo a later one', async () => {
    await given(row({ redrive_count: 2, stage: 'reconstructing', progress: 50 }));

    await expect(handler(failure('ModelFailed', 'old'), context)).rejects.toThrow();

    expect(await rowNow()).toMatchObject({ status: 'processing', redrive_count: 2 });
    expect(mails()).toHaveLength(0);
  });
});
