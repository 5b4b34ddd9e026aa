import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handler as status } from '#tasks/api/status.ts';
import { handler as executionStatus } from '#tasks/callbacks/execution-status.ts';
import { handler as validateMask } from '#tasks/workflow/validate-mask.ts';
import { apiEvent, context } from './support/calls.ts';
import { liveIn } from './support/fixtures.ts';
import { facts, given, jobId, maskKey, photo, row, waitingRow } from './support/sessions.ts';

const fixtures = liveIn();
const Line = z.looseObject({ message: z.string(), job_id: z.string().optional() });

/** Log lines of the handlers, without metrics. */
function lines() {
  return fixtures.logged
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('{"level"'))
    .map((line) => Line.parse(JSON.parse(line)));
}

describe('the log of a session', () => {
  it('connects the gateway to the session: the function logs the request id and the job id', async () => {
    await given(row());
    const event = apiEvent({ method: 'GET', path: { job_id: jobId } });
    event.requestContext.requestId = 'request-of-the-gateway';

    await status(event, context);

    expect(lines()).toContainEqual(
      expect.objectContaining({
        message: 'Answered',
        job_id: jobId,
        api_request_id: 'request-of-the-gateway',
      }),
    );
  });

  it('continues through the tasks of the state machine', async () => {
    await given(waitingRow());
    const version = fixtures.s3.put(maskKey, 'not a png');

    await validateMask(
      { ...facts, round: 0, image: photo, mask: { key: maskKey, version }, quality: 'high' },
      context,
    );

    expect(lines()).toContainEqual(expect.objectContaining({ message: 'The task is done', job_id: jobId }));
  });

  it('shows how the execution ended', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));
    const event = {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: {
        executionArn: 'arn',
        stateMachineArn: 'arn',
        name: jobId,
        status: 'ABORTED',
        redriveCount: 0,
      },
    };

    await executionStatus(event, context);

    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'An execution has ended', job_id: jobId, status: 'ABORTED' }),
    );
  });
});
