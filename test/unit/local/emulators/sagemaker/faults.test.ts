import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EndpointName, endpoint, startModel, startSageMakerFixture } from './fixture.ts';
import { startWith } from './started.ts';

describe('a job that meets faults', () => {
  it('waits for a model server that is still starting', async () => {
    const early = await startModel(() => ({}));
    await early.close();
    const fixture = await startSageMakerFixture(early.url);
    onTestFinished(fixture.remove);
    await fixture.invoke();
    const late = await startModel(() => ({}), Number(new URL(early.url).port));
    onTestFinished(late.close);
    await fixture.notified(1);
    expect(fixture.published[0]?.topic).toBe('arn:success');
  });

  it('runs again when the service stopped in the middle', async () => {
    let first = true;
    const { model, fixture } = await startWith(() => {
      if (!first) return {};
      first = false;
      return new Promise(() => {});
    });
    await fixture.invoke({ InferenceId: 'again' });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    await fixture.restart();
    await fixture.notified(1);
    expect(fixture.published[0]?.message).toMatchObject({
      inferenceId: 'again',
      invocationStatus: 'Completed',
    });
  });

  it('ends only when its notification is published', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let refusals = 1;
    const notified: string[] = [];
    const publish = (_: string, message: string) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('the topic is not available yet');
      notified.push(message);
    };
    const { model, fixture } = await startWith(() => ({}), { publish });
    await fixture.invoke();
    await vi.waitFor(() => expect(notified).toHaveLength(1), { timeout: 5000 });
    expect(model.calls).toHaveLength(2);
    log.mockRestore();
  });

  it('publishes nothing when the template has no topics', async () => {
    const quiet = { ...endpoint, successTopicArn: undefined, failurePath: undefined };
    const { fixture } = await startWith(() => ({}), { endpoints: [quiet] });
    const { FailureLocation } = await fixture.invoke();
    await vi.waitFor(() => expect(fixture.service.backlog(EndpointName)).toBe(0));
    expect([FailureLocation, fixture.published]).toEqual([undefined, []]);
  });
});
