import { beforeEach, describe, expect, it } from 'vitest';
import { recordResult, storeToken } from '#tasks/core/callback/store.ts';
import { asyncKeys, inferenceIdOf } from '#tasks/core/keys.ts';
import { handler } from '#tasks/workflow/check-output.ts';
import { context } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { embeddingAnswer, facts, given, jobId, keys, photo, row } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const table = settings.JOB_STATUS_TABLE;
const request = { ...facts, stage: 'embedding' as const, round: 0 };
const idOf = (attempt: number) => inferenceIdOf({ ...request, attempt });
const asked = (attempt: number) =>
  storeToken(table, idOf(attempt), { job_id: jobId, stage: 'embedding', token: `token-${attempt}` });

function putEmbedding(): void {
  world.s3.put(keys.embeddings, '{}');
  world.s3.put(keys.embeddingsData, 'data');
}

describe('CheckOutput', () => {
  beforeEach(() => given(row({ image: photo })));

  it('finds the answer of any attempt whose message was lost', async () => {
    await asked(0);
    await asked(1);
    putEmbedding();
    world.s3.put(asyncKeys(jobId, idOf(1)).output, JSON.stringify(embeddingAnswer));

    expect(await handler(request, context)).toEqual(embeddingAnswer);
  });

  it('takes a result that was recorded but could not be handed over', async () => {
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
    await asked(0);
    world.s3.put(asyncKeys(jobId, idOf(0)).failure, 'Model invocation timed out');

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'ModelTimedOut' });
  });

  it('does not believe an answer whose objects are not there', async () => {
    await asked(0);
    world.s3.put(asyncKeys(jobId, idOf(0)).output, JSON.stringify(embeddingAnswer));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'ModelAnswerInvalid' });
  });

  it('says that the model has not answered when nothing is there', async () => {
    await asked(0);

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'InferenceTimedOut' });
  });

  it('stops for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'SessionCancelled' });
  });
});
