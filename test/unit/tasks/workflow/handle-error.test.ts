import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/workflow/handle-error.ts';
import { context, email } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { facts, given, putMetadata, row, rowNow, waitingRow } from '../support/sessions.ts';

const fixtures = liveIn();
const emails = () => fixtures.ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);

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
    putMetadata(fixtures.s3);
  });

  it('fails the session, emails user and admin once, and fails with the original error', async () => {
    const request = failure('OutOfMemory', 'CUDA out of memory');

    await expect(handler(request, context)).rejects.toMatchObject({
      name: 'OutOfMemory',
      message: 'CUDA out of memory',
    });
    await expect(handler(request, context)).rejects.toMatchObject({ name: 'OutOfMemory' });

    expect(await rowNow()).toMatchObject({ status: 'failed', reason: { code: 'OutOfMemory' }, mail: 'sent' });
    const addresses = emails().map(({ Destination }) => Destination?.ToAddresses?.[0]);
    expect(addresses.sort()).toEqual(['admin@example.com', email]);
  });

  it('shows the original error without its own stack', async () => {
    const thrown = await handler(failure('WorkerDied', 'killed'), context).catch(
      (error: Error) => error.stack,
    );

    expect(thrown).toBe('WorkerDied: killed');
  });

  it('says what to change when the photo is at fault', async () => {
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
  ])('hides an internal error from the user: %s', async (error, cause) => {
    await expect(handler(failure(error, cause), context)).rejects.toThrow();

    const texts = JSON.stringify([await rowNow(), emails()]);
    expect(texts).toContain('InternalError');
    expect(texts).not.toContain('undefined');
    expect(texts).not.toContain('secret/path');
  });

  it('fails with the original error even when email, metadata and row cannot be written', async () => {
    fixtures.ses.rejects(new Error('down'));
    fixtures.s3.mock.rejects(new Error('down'));

    await expect(handler(failure('ModelFailed', 'why'), context)).rejects.toMatchObject({
      name: 'ModelFailed',
      message: 'why',
    });
    expect(await rowNow()).toMatchObject({ status: 'failed', mail: 'failed' });
  });

  it('sends no email for a deleted session, and still fails', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(failure('SessionCancelled', 'deleted'), context)).rejects.toMatchObject({
      name: 'SessionCancelled',
    });
    expect(emails()).toHaveLength(0);
    expect(await rowNow()).toMatchObject({ status: 'cancelled' });
  });

  it('does not change a completed session', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    await expect(handler(failure('TypeError', 'after the end'), context)).rejects.toThrow();

    expect(await rowNow()).toMatchObject({ status: 'completed' });
    expect(emails()).toHaveLength(0);
  });

  it('keeps a completed session completed in a redrive, and continues to NotifySuccess', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100, mail: 'sent' }));
    const request = failure('TaskCrashed', 'after the end', { redrive: 1, failed_state: 'NotifySuccess' });

    const result = await handler(request, context);

    expect(result).toEqual({ resume: 'NotifySuccess' });
    expect(await rowNow()).toMatchObject({ status: 'completed', redrive_count: 0, mail: 'sent' });
  });

  it('resumes the session in a redrive, and returns the state to continue at', async () => {
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

  it('sends the emails again when a redrive fails', async () => {
    await expect(handler(failure('ModelFailed', 'one'), context)).rejects.toThrow();
    await handler(failure('ModelFailed', 'one', { redrive: 1 }), context);
    await expect(
      handler(failure('WorkerDied', 'two', { redrive: 1, failed_at_redrive: 1 }), context),
    ).rejects.toMatchObject({ name: 'WorkerDied' });

    expect(emails()).toHaveLength(4);
    expect(await rowNow()).toMatchObject({
      status: 'failed',
      redrive_count: 1,
      reason: { code: 'WorkerDied' },
    });
  });

  it('does not overwrite a later redrive with an older failure', async () => {
    await given(row({ redrive_count: 2, stage: 'reconstructing', progress: 50 }));

    await expect(handler(failure('ModelFailed', 'old'), context)).rejects.toThrow();

    expect(await rowNow()).toMatchObject({ status: 'processing', redrive_count: 2 });
    expect(emails()).toHaveLength(0);
  });
});
