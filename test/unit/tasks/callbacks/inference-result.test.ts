import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  TaskDoesNotExist,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { asyncKeys, inferenceIdOf } from '#contracts/keys.ts';
import { handler } from '#tasks/callbacks/inference-result.ts';
import { readCallback, storeToken } from '#tasks/core/callback/store.ts';
import { context } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { liveIn } from '../support/fixtures.ts';
import {
  embeddingAnswer,
  facts,
  given,
  jobId,
  keys,
  photo,
  reconstructionAnswer,
  row,
  rowNow,
} from '../support/sessions.ts';

const fixtures = liveIn();
const table = settings.JOB_STATUS_TABLE;
const inferenceId = inferenceIdOf({ ...facts, stage: 'embedding', round: 0, attempt: 0 });
const places = asyncKeys(jobId, inferenceId);

const sns = (message: unknown) => ({
  Records: [{ Sns: { Message: typeof message === 'string' ? message : JSON.stringify(message) } }],
});

const completed = {
  invocationStatus: 'Completed',
  inferenceId,
  eventName: 'InferenceResult',
  requestParameters: { endpointName: 'gen3d-endpoint' },
  responseParameters: { outputLocation: `s3://gen3d-bucket/${places.output}` },
};

const failed = (failureReason: string, changes = {}) => ({
  invocationStatus: 'Failed',
  inferenceId,
  failureReason,
  ...changes,
});

const stored = () =>
  storeToken(table, inferenceId, { job_id: jobId, stage: 'embedding', token: 'task-token' });
const successes = () => fixtures.sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input);
const failures = () => fixtures.sfn.commandCalls(SendTaskFailureCommand).map(({ args }) => args[0].input);

function putAnswer(answer: unknown): void {
  fixtures.s3.put(keys.embeddings, '{}');
  fixtures.s3.put(keys.embeddingsData, 'data');
  fixtures.s3.put(places.output, typeof answer === 'string' ? answer : JSON.stringify(answer));
}

describe('an endpoint notification', () => {
  beforeEach(() => given(row({ image: photo, stage: 'embedding', progress: 10 })));

  it('completes the task with the answer of the model', async () => {
    await stored();
    putAnswer(embeddingAnswer);

    await handler(sns(completed), context);

    expect(successes()).toEqual([{ taskToken: 'task-token', output: JSON.stringify(embeddingAnswer) }]);
    expect(await rowNow()).toMatchObject({ stage: 'embedding', progress: 35 });
  });

  it('stores a result that arrives before its token', async () => {
    putAnswer(embeddingAnswer);

    await handler(sns(completed), context);

    expect(await readCallback(table, inferenceId)).toMatchObject({
      jobId,
      token: undefined,
      result: { kind: 'answer' },
    });
    expect(fixtures.sfn.calls()).toHaveLength(0);
  });

  it('keeps the first result when it arrives twice', async () => {
    await stored();
    putAnswer(embeddingAnswer);
    await handler(sns(completed), context);
    fixtures.sfn.on(SendTaskSuccessCommand).rejects(new TaskDoesNotExist({ message: 'gone', $metadata: {} }));

    await handler(sns(failed('late and contradictory')), context);

    expect(await readCallback(table, inferenceId)).toMatchObject({ result: { kind: 'answer' } });
    expect(failures()).toHaveLength(0);
  });

  it('ignores an expired token', async () => {
    await stored();
    putAnswer(embeddingAnswer);
    fixtures.sfn.on(SendTaskSuccessCommand).rejects(new InvalidToken({ message: 'gone', $metadata: {} }));

    await expect(handler(sns(completed), context)).resolves.toBeUndefined();
  });

  it('throws when the token cannot be answered, so that Lambda retries', async () => {
    await stored();
    putAnswer(embeddingAnswer);
    fixtures.sfn.on(SendTaskSuccessCommand).rejectsOnce(new Error('slow')).resolves({});

    await expect(handler(sns(completed), context)).rejects.toThrow();
    await handler(sns(completed), context);

    expect(successes()).toHaveLength(2);
  });

  it('fails the task with the error code of the model', async () => {
    await stored();
    putAnswer({ status: 'error', error: { code: 'OutOfMemory', message: 'too large' } });

    await handler(sns(completed), context);

    expect(failures()).toEqual([{ taskToken: 'task-token', error: 'OutOfMemory', cause: 'too large' }]);
    expect(await rowNow()).toMatchObject({ progress: 10 });
  });

  it.each([
    ['not JSON', '<html>'],
    ['another form', { status: 'success' }],
    [
      "another session's object",
      { ...embeddingAnswer, embeddings_s3_key: 'users/x/sessions/y/embeddings.json' },
    ],
    ['another size', { ...embeddingAnswer, image_size: [64, 80] }],
    ['another task', reconstructionAnswer],
    [
      "a second object with another session's key",
      { ...reconstructionAnswer, more_objects: [{ ...reconstructionAnswer, output_s3_key: keys.mesh }] },
    ],
    ['too long', 'x'.repeat(200_001)],
  ])('rejects an invalid answer: %s', async (_, answer) => {
    await stored();
    fixtures.s3.put(keys.mesh, 'ply');
    putAnswer(answer);

    await handler(sns(completed), context);

    expect(failures()[0]?.error).toBe('ModelAnswerInvalid');
    expect(successes()).toHaveLength(0);
  });

  it('rejects an answer whose object is missing', async () => {
    await stored();
    fixtures.s3.put(places.output, JSON.stringify(embeddingAnswer));

    await handler(sns(completed), context);

    expect(failures()[0]?.error).toBe('ModelAnswerInvalid');
  });

  it.each([
    ['Model container timed out', {}, 'ModelTimedOut'],
    ['The request expired before it was processed', {}, 'InferenceExpired'],
    ['', { invocationStatus: 'Expired' }, 'InferenceExpired'],
    ['Received server error (500) from model', {}, 'ModelFailed'],
    ['', {}, 'ModelFailed'],
  ])('classifies a failure of the endpoint: "%s"', async (reason, changes, code) => {
    await stored();

    await handler(sns(failed(reason, changes)), context);

    expect(failures()[0]?.error).toBe(code);
  });

  it('reads the model’s own error from the failure object', async () => {
    await stored();
    const key = 'sagemaker-async-failure/elsewhere/error.json';
    fixtures.s3.put(
      key,
      JSON.stringify({ status: 'error', error: { code: 'WorkerDied', message: 'killed' } }),
    );
    const responseParameters = { failureLocation: `s3://gen3d-bucket/${key}` };

    await handler(sns(failed('Received server error (503)', { responseParameters })), context);

    expect(failures()[0]).toMatchObject({ error: 'WorkerDied', cause: 'killed' });
  });

  it('purges the result of a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    await stored();
    putAnswer(embeddingAnswer);

    await handler(sns(completed), context);

    expect(fixtures.s3.keys).toEqual([]);
    expect(fixtures.sfn.calls()).toHaveLength(0);
  });

  it.each([
    ['not JSON', 'hello'],
    ['no inference id', { invocationStatus: 'Completed' }],
    ['a foreign inference id', { ...completed, inferenceId: 'another-request' }],
    [
      'an unknown job',
      {
        ...completed,
        inferenceId: 'a'.repeat(60),
        responseParameters: {
          outputLocation: `s3://gen3d-bucket/sagemaker-async-output/no-job/${'a'.repeat(60)}.json`,
        },
      },
    ],
    [
      'another bucket',
      { ...completed, responseParameters: { outputLocation: `s3://other/${places.output}` } },
    ],
  ])('drops a message without a session: %s', async (_, message) => {
    await handler(sns(message), context);

    expect(fixtures.logged.join('')).toContain('"ResultDropped":1');
    expect(fixtures.sfn.calls()).toHaveLength(0);
  });

  it('does not change a row that has moved on', async () => {
    await given(row({ image: photo, stage: 'awaiting_mask', status: 'awaiting_mask', progress: 40 }));
    await stored();
    putAnswer(embeddingAnswer);

    await handler(sns(completed), context);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask', progress: 40 });
  });

  it('never logs the token', async () => {
    await stored();
    putAnswer(embeddingAnswer);

    await handler(sns(completed), context);

    expect(fixtures.logged.join('')).toContain(jobId);
    expect(fixtures.logged.join('')).not.toContain('task-token');
  });
});
