import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/callbacks/execution-status.ts';
import { handler as handleError } from '#tasks/workflow/handle-error.ts';
import { context } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { facts, given, jobId, keys, putMetadata, row, rowNow, waitingRow } from '../support/sessions.ts';

const fixtures = liveIn();
const emails = () => fixtures.ses.commandCalls(SendEmailCommand);

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
    putMetadata(fixtures.s3);
  });

  it.each([
    ['TIMED_OUT', {}, 'SessionTimedOut'],
    ['ABORTED', {}, 'SessionStopped'],
    ['FAILED', { error: 'WorkerDied', cause: 'killed' }, 'WorkerDied'],
    ['FAILED', { error: 'States.Runtime', cause: 'An error in the definition' }, 'InternalError'],
    ['FAILED', { error: null, cause: null }, 'InternalError'],
  ])('fails the session and notifies user and admin: %s %o', async (status, detail, code) => {
    await handler(ended(status, detail), context);
    await handler(ended(status, detail), context);

    expect(await rowNow()).toMatchObject({ status: 'failed', reason: { code }, mail: 'sent' });
    expect(emails()).toHaveLength(2);
  });

  it('sends no second email after HandleError, and keeps its reason', async () => {
    const failure = { failed_at_redrive: 0, failed_state: 'WaitForMask' as const };
    const error = { Error: 'MaskDeadlinePassed', Cause: 'late' };
    await expect(handleError({ ...facts, ...failure, error }, context)).rejects.toThrow();

    await handler(ended('FAILED', { error: 'MaskDeadlinePassed', cause: 'late' }), context);

    expect(emails()).toHaveLength(2);
    expect(await rowNow()).toMatchObject({ reason: { code: 'MaskDeadlinePassed' } });
  });

  it('sends the email that HandleError could not send', async () => {
    await given(row({ status: 'failed', reason: { code: 'ModelFailed', message: 'It failed.' } }));

    await handler(ended('FAILED', { error: 'ModelFailed' }), context);

    expect(emails()).toHaveLength(2);
  });

  it('purges a deleted session and sends no email', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    fixtures.s3.put(keys.mesh, 'late model');

    await handler(ended('ABORTED'), context);

    expect(fixtures.s3.keys).toEqual([]);
    expect(emails()).toHaveLength(0);
    expect(await rowNow()).toMatchObject({ status: 'cancelled' });
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])('ignores %s', async (status) => {
    await handler(ended(status), context);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask' });
  });

  it('does not undo a later redrive', async () => {
    await given(waitingRow({ redrive_count: 1 }));

    await handler(ended('FAILED', { error: 'ModelFailed' }), context);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask', redrive_count: 1 });
    expect(emails()).toHaveLength(0);
  });

  it('does not change a completed session', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    await handler(ended('TIMED_OUT'), context);

    expect(await rowNow()).toMatchObject({ status: 'completed' });
    expect(emails()).toHaveLength(0);
  });

  it('ignores an execution without a session', async () => {
    await expect(handler(ended('FAILED', { name: 'somebody-elses' }), context)).resolves.toBeUndefined();
  });

  it('rejects another event, so that it ends in the dead letter queue', async () => {
    await expect(handler({ source: 'aws.s3' }, context)).rejects.toThrow();
  });
});
