import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Bucket } from '../s3/bucket.ts';
import { startModel, startSageMakerHome } from './endpoint.ts';
import { startWith } from './started.ts';

describe('a job that fails', () => {
  it('leaves what the model said and tells the error topic', async () => {
    const { home } = await startWith(() => ({ status: 500, body: 'out of memory' }));
    const { FailureLocation } = await home.invoke({ InferenceId: 'failing' });
    await home.told(1);
    expect(await home.read(FailureLocation)).toBe('out of memory');
    expect(home.published).toMatchObject([
      {
        topic: 'arn:error',
        message: {
          invocationStatus: 'Failed',
          inferenceId: 'failing',
          failureReason: expect.stringContaining('status 500'),
          responseParameters: { failureLocation: FailureLocation },
        },
      },
    ]);
  });

  it('fails when the model takes longer than its invocation timeout', async () => {
    const { home } = await startWith(() => new Promise(() => {}));
    await home.invoke({ InvocationTimeoutSeconds: 1 });
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The model took longer than 1 seconds.');
  });

  it('fails when its input does not exist', async () => {
    const { home } = await startWith();
    await home.invoke({ Body: undefined, InputLocation: `s3://${Bucket}/missing` });
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The object at InputLocation does not exist.');
  });

  it('expires when it has waited longer than its TTL', async () => {
    const { model, home } = await startWith(() => new Promise(() => {}));
    await home.invoke({ InferenceId: 'too late', RequestTTLSeconds: 60 });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await home.restart();
    await home.told(1);
    vi.useRealTimers();
    expect(home.published).toMatchObject([
      { topic: 'arn:error', message: { invocationStatus: 'Expired', inferenceId: 'too late' } },
    ]);
    expect(model.calls).toHaveLength(1);
  });

  it('fails when the model server never comes', async () => {
    const closed = await startModel(() => ({}));
    await closed.close();
    const home = await startSageMakerHome(closed.url, { modelStartMs: 1 });
    onTestFinished(home.remove);
    await home.invoke();
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The model server does not accept connections.');
  });
});
