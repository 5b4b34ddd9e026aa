import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EndpointName, endpoint, startModel, startSageMakerHome } from './endpoint.ts';
import { startWith } from './started.ts';

describe('a job that meets trouble', () => {
  it('waits for a model server that is still starting', async () => {
    const early = await startModel(() => ({}));
    await early.close();
    const home = await startSageMakerHome(early.url);
    onTestFinished(home.remove);
    await home.invoke();
    const late = await startModel(() => ({}), Number(new URL(early.url).port));
    onTestFinished(late.close);
    await home.told(1);
    expect(home.published[0]?.topic).toBe('arn:success');
  });

  it('runs again when the home stopped in the middle', async () => {
    let first = true;
    const { model, home } = await startWith(() => {
      if (!first) return {};
      first = false;
      return new Promise(() => {});
    });
    await home.invoke({ InferenceId: 'again' });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    await home.restart();
    await home.told(1);
    expect(home.published[0]?.message).toMatchObject({ inferenceId: 'again', invocationStatus: 'Completed' });
  });

  it('is over only when the notification was taken', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let refusals = 1;
    const told: string[] = [];
    const publish = (_: string, message: string) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('the topic is not there yet');
      told.push(message);
    };
    const { model, home } = await startWith(() => ({}), { publish });
    await home.invoke();
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 5000 });
    expect(model.calls).toHaveLength(2);
    log.mockRestore();
  });

  it('tells nobody where the template has no topics', async () => {
    const quiet = { ...endpoint, successTopicArn: undefined, failurePath: undefined };
    const { home } = await startWith(() => ({}), { endpoints: [quiet] });
    const { FailureLocation } = await home.invoke();
    await vi.waitFor(() => expect(home.service.backlog(EndpointName)).toBe(0));
    expect([FailureLocation, home.published]).toEqual([undefined, []]);
  });
});
