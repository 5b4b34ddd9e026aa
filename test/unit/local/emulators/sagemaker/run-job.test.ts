import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Bucket } from '../s3/fixture.ts';
import { startModel, startSageMakerFixture } from './fixture.ts';
import { startWith } from './started.ts';

describe('a job that fails', () => {
  it("stores the model's response and notifies the error topic", async () => {
    const { fixture } = await startWith(() => ({ status: 500, body: 'out of memory' }));
    const { FailureLocation } = await fixture.invoke({ InferenceId: 'failing' });
    await fixture.notified(1);
    expect(await fixture.read(FailureLocation)).toBe('out of memory');
    expect(fixture.published).toMatchObject([
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
    const { fixture } = await startWith(() => new Promise(() => {}));
    await fixture.invoke({ InvocationTimeoutSeconds: 1 });
    await fixture.notified(1);
    expect(fixture.published[0]?.message.failureReason).toBe('The model took longer than 1 seconds.');
  });

  it('fails when its input does not exist', async () => {
    const { fixture } = await startWith();
    await fixture.invoke({ Body: undefined, InputLocation: `s3://${Bucket}/missing` });
    await fixture.notified(1);
    expect(fixture.published[0]?.message.failureReason).toBe('The object at InputLocation does not exist.');
  });

  it('expires after waiting longer than its TTL', async () => {
    const { model, fixture } = await startWith(() => new Promise(() => {}));
    await fixture.invoke({ InferenceId: 'too late', RequestTTLSeconds: 60 });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await fixture.restart();
    await fixture.notified(1);
    vi.useRealTimers();
    expect(fixture.published).toMatchObject([
      { topic: 'arn:error', message: { invocationStatus: 'Expired', inferenceId: 'too late' } },
    ]);
    expect(model.calls).toHaveLength(1);
  });

  it('fails when the model server does not start', async () => {
    const closed = await startModel(() => ({}));
    await closed.close();
    const fixture = await startSageMakerFixture(closed.url, { modelStartMs: 1 });
    onTestFinished(fixture.remove);
    await fixture.invoke();
    await fixture.notified(1);
    expect(fixture.published[0]?.message.failureReason).toBe('The model server does not accept connections.');
  });
});
