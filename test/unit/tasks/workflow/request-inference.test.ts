import { InvokeEndpointAsyncCommand } from '@aws-sdk/client-sagemaker-runtime';
import { SendTaskFailureCommand, SendTaskSuccessCommand, TaskTimedOut } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordedResult } from '#contracts/callback.ts';
import { asyncKeys, inferenceIdOf } from '#contracts/keys.ts';
import { readCallback, recordResult } from '#tasks/core/callback/store.ts';
import { handler } from '#tasks/workflow/request-inference.ts';
import { context } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { liveIn } from '../support/fixtures.ts';
import {
  embeddingAnswer,
  facts,
  given,
  imageKey,
  jobId,
  keys,
  photo,
  reconstructionAnswer,
  row,
  rowNow,
  sessionId,
  waitingRow,
} from '../support/sessions.ts';

const fixtures = liveIn();
const table = settings.JOB_STATUS_TABLE;
const request = {
  ...facts,
  stage: 'embedding' as const,
  round: 0,
  attempt: 0,
  token: 'task-token',
  image: { key: imageKey, version: 'v1' },
  request_ttl_seconds: 3600,
  invocation_timeout_seconds: 900,
};
const inferenceId = inferenceIdOf(request);
const answer: RecordedResult = { kind: 'answer', answer: embeddingAnswer };
const invocations = () => fixtures.sagemaker.commandCalls(InvokeEndpointAsyncCommand);

describe('RequestEmbedding and RequestReconstruction', () => {
  beforeEach(() => given(row({ image: photo })));

  it('sends the job inline under a known id and key, without the token', async () => {
    await handler(request, context);

    const input = invocations()[0]?.args[0].input;
    const { extension, filename } = asyncKeys(jobId, inferenceId);
    expect(input).toMatchObject({
      EndpointName: 'gen3d-endpoint',
      InferenceId: inferenceId,
      S3OutputPathExtension: extension,
      Filename: filename,
      RequestTTLSeconds: 3600,
      InvocationTimeoutSeconds: 900,
    });
    expect(JSON.parse(String(input?.Body))).toEqual({
      task: 'get_embedding',
      bucket: 'gen3d-bucket',
      session_id: sessionId,
      user_id: facts.user_id,
      job_id: jobId,
      image: { key: imageKey, version: 'v1' },
    });
    expect(JSON.stringify(input)).not.toContain('task-token');
    expect(await rowNow()).toMatchObject({ stage: 'embedding', progress: 10 });
  });

  it('requests the model of the object that the mask selects', async () => {
    await given(waitingRow({ status: 'processing', stage: 'validating_mask' }));
    const mask = { key: keys.mask, version: 'v9' };

    await handler({ ...request, stage: 'reconstruction', mask, quality: 'low', seed: 7 }, context);

    expect(JSON.parse(String(invocations()[0]?.args[0].input.Body))).toMatchObject({
      task: 'generate_3d',
      mask,
      quality: 'low',
      seed: 7,
    });
    expect(await rowNow()).toMatchObject({ stage: 'reconstructing', task: 'reconstruction', progress: 50 });
  });

  it('treats a null seed as none, and rejects a reconstruction without a mask', async () => {
    const reconstruction = { ...request, stage: 'reconstruction' as const, seed: null };

    await expect(handler(reconstruction, context)).rejects.toMatchObject({ name: 'TaskPayloadInvalid' });
  });

  it('does not invoke the endpoint again after it accepted the request', async () => {
    await handler(request, context);
    await handler(request, context);

    expect(invocations()).toHaveLength(1);
  });

  it('invokes the endpoint again after a crash before "invoked" was recorded', async () => {
    fixtures.sagemaker
      .on(InvokeEndpointAsyncCommand)
      .rejectsOnce(new Error('the function died here'))
      .resolves({});

    await expect(handler(request, context)).rejects.toThrow();
    await handler(request, context);

    expect(invocations()).toHaveLength(2);
    expect(await readCallback(table, inferenceId)).toMatchObject({ invoked: true, token: 'task-token' });
  });

  it('invokes the endpoint again in another attempt', async () => {
    await handler(request, context);
    await handler({ ...request, attempt: 1, token: 'token-2' }, context);

    const ids = invocations().map(({ args }) => args[0].input.InferenceId);
    expect(new Set(ids).size).toBe(2);
  });

  it('completes the task when the result arrived before the token', async () => {
    await recordResult(table, inferenceId, jobId, answer);

    await handler(request, context);

    const sent = fixtures.sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input;
    expect(sent?.taskToken).toBe('task-token');
    expect(JSON.parse(sent?.output ?? '')).toEqual(embeddingAnswer);
    expect(invocations()).toHaveLength(0);
  });

  it('completes the task with the late answer of an earlier attempt', async () => {
    await recordResult(table, inferenceId, jobId, answer);

    await handler({ ...request, attempt: 1, token: 'token-2' }, context);

    expect(fixtures.sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input.taskToken).toBe('token-2');
    expect(invocations()).toHaveLength(0);
  });

  it('ignores the failure of an earlier attempt', async () => {
    await recordResult(table, inferenceId, jobId, {
      kind: 'failure',
      error: { code: 'OutOfMemory', message: 'too much' },
    });

    await handler({ ...request, attempt: 1, token: 'token-2' }, context);

    expect(invocations()).toHaveLength(1);
  });

  it('fails the task when the recorded result is of another request', async () => {
    await recordResult(table, inferenceId, jobId, { kind: 'answer', answer: reconstructionAnswer });

    await handler(request, context);

    expect(fixtures.sfn.commandCalls(SendTaskFailureCommand)[0]?.args[0].input.error).toBe(
      'ModelAnswerInvalid',
    );
  });

  it('ignores a token that has expired', async () => {
    await recordResult(table, inferenceId, jobId, answer);
    fixtures.sfn.on(SendTaskSuccessCommand).rejects(new TaskTimedOut({ message: 'gone', $metadata: {} }));

    await expect(handler(request, context)).resolves.toEqual({ inference_id: inferenceId });
  });

  it('does not invoke the endpoint for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'SessionCancelled' });
    expect(invocations()).toHaveLength(0);
    expect(await readCallback(table, inferenceId)).toBeUndefined();
  });
});
