import { beforeEach, describe, expect, it } from 'vitest';
import { asyncKeys, inferenceIdOf } from '#contracts/keys.ts';
import { recordResult, storeToken } from '#tasks/core/callback/store.ts';
import { handler } from '#tasks/workflow/check-output.ts';
import { context } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { liveIn } from '../support/fixtures.ts';
import { embeddingAnswer, facts, given, jobId, keys, photo, row } from '../support/sessions.ts';

const fixtures = liveIn();
const table = settings.JOB_STATUS_TABLE;
const request = { ...facts, stage: 'embedding' as const, round: 0 };
const idOf = (attempt: number) => inferenceIdOf({ ...request, attempt });
const storeAttempt = (attempt: number) =>
  storeToken(table, idOf(attempt), { job_id: jobId, stage: 'embedding', token: `token-${attempt}` });

function putEmbedding(): void {
  fixtures.s3.put(keys.embeddings, '{}');
  fixtures.s3.put(keys.embeddingsData, 'data');
}

describe('CheckOutput', () => {
  beforeEach(() => given(row({ image: photo })));

  it('finds the answer of any attempt whose notification was lost', async () => {
    await storeAttempt(0);
    await storeAttempt(1);
    putEmbedding();
    fixtures.s3.put(asyncKeys(jobId, idOf(1)).output, JSON.stringify(embeddingAnswer));

    expect(await handler(request, context)).toEqual(embeddingAnswer);
  });

  it('uses a recorded result that could not be delivered', async () => {
    await recordResult(table, idOf(0), jobId, { kind: 'answer', answer: embeddingAnswer });

    expect(await handler(request, context)).toEqual(embeddingAnswer);
  });

  it('fails with the recorded error of the last attempt', async () => {
    await recordResult(table, idOf(0), jobId, {
      kind: 'failure',
      error: { code: 'WorkerDied', message: 'gone' },
    });
    await recordResult(table, idOf(1), jobId, {
      kind: 'failure',
      error: { code: 'OutOfMemory', message: 'much' },
    });

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'OutOfMemory', message: 'much' });
  });

  it('reads the failure object when there is no answer', async () => {
    await storeAttempt(0);
    fixtures.s3.put(asyncKeys(jobId, idOf(0)).failure, 'Model invocation timed out');

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'ModelTimedOut' });
  });

  it('rejects an answer whose objects are missing', async () => {
    await storeAttempt(0);
    fixtures.s3.put(asyncKeys(jobId, idOf(0)).output, JSON.stringify(embeddingAnswer));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'ModelAnswerInvalid' });
  });

  it('fails with InferenceTimedOut when there is no output', async () => {
    await storeAttempt(0);

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'InferenceTimedOut' });
  });

  it('stops for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'SessionCancelled' });
  });
});
