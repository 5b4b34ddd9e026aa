import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/callbacks/execution-status.ts';
import { handler as handleError } from '#tasks/workflow/handle-error.ts';
import { context } from '../support/calls.ts';
import { facts, given, jobId, keys, putMetadata, row, rowNow, waitingRow } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const mails = () => world.ses.commandCalls(SendEmailCommand);

const ended = (status: string, changes = {}) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    executionArn: `arn:aws:states:us-east-1:123456789012:execution:Gen3DSession:${jobId}`,
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Gen3DSession',
    name: jobId,
    status,
    redriveCount: 0,
    ...changes,
  },
});

describe('an execution that has ended', () => {
  beforeEach(async () => {
    await given(waitingRow());
    putMetadata(world.s3);
  });

  it.each([
    ['TIMED_OUT', {}, 'SessionTimedOut'],
    ['ABORTED', {}, 'SessionStopped'],
    ['FAILED', { error: 'WorkerDied', cause: 'killed' }, 'WorkerDied'],
    ['FAILED', { error: 'States.Runtime', cause: 'An error in the definition' }, 'InternalError'],
    ['FAILED', { error: null, cause: null }, 'InternalError'],
  ])('fails the session and tells user and admin: %s %o', async (status, detail, code) => {
    await handler(ended(status, detail), context);
    await handler(ended(status, detail), context);

    expect(await rowNow()).toMatchObject({ status: 'failed', reason: { code }, mail: 'sent' });
    expect(mails()).toHaveLength(2);
  });

  it('mails nobody twice after HandleError, and keeps its reason', async () => {
    const failure = { failed_at_redrive: 0, failed_state: 'WaitForMask' as const };
    const error = { Error: 'MaskDeadlinePassed', Cause: 'late' };
    await expect(handleError({ ...facts, ...failure, error }, context)).rejects.toThrow();

    await handler(ended('FAILED', { error: 'MaskDeadlinePassed', cause: 'late' }), context);

    expect(mails()).toHaveLength(2);
    expect(await rowNow()).toMatchObject({ reason: { code: 'MaskDeadlinePassed' } });
  });

  it('mails what HandleError could not mail any more', async () => {
    await given(row({ status: 'failed', reason: { code: 'ModelFailed', message: 'It failed.' } }));

    await handler(ended('FAILED', { error: 'ModelFailed' }), context);

    expect(mails()).toHaveLength(2);
  });

  it('sweeps what is left of a deleted session and mails nobody', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    world.s3.put(keys.mesh, 'late model');

    await handler(ended('ABORTED'), context);

    expect(world.s3.keys).toEqual([]);
    expect(mails()).toHaveLength(0);
    expect(await rowNow()).toMatchObject({ status: 'cancelled' });
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])('has nothing to do for %s', async (status) => {
    await handler(ended(status), context);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask' });
  });

  it('does not undo a later redrive', async () => {
    await given(waitingRow({ redrive_count: 1 }));

    await handler(ended('FAILED', { error: 'ModelFailed' }), context);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask', redrive_count: 1 });
    expect(mails()).toHaveLength(0);
  });

  it('leaves a completed session completed', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    await handler(ended('TIMED_OUT'), context);

    expect(await rowNow()).toMatchObject({ status: 'completed' });
    expect(mails()).toHaveLength(0);
  });

  it('passes over an execution without a session', async () => {
    await expect(handler(ended('FAILED', { name: 'somebody-elses' }), context)).resolves.toBeUndefined();
  });

  it('is kept for inspection when it is no such event', async () => {
    await expect(handler({ source: 'aws.s3' }, context)).rejects.toThrow();
  });
});
