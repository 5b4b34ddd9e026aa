import { describe, expect, it } from 'vitest';
import { readPhoto } from '#client/files.ts';
import { startSession } from '#client/session.ts';
import { samplePhoto } from '#local/testing/sample-images.ts';
import { Executions } from '../support/executions.ts';
import { startTestEnvironment, type TestEnvironment, untilStatus } from '../support/test-environment.ts';
import { type Behaviour, handledError, startModelContainer } from './model-container.ts';

const settings = { times: { inferenceRetryInterval: 1 } };

describe('a failing model', { timeout: 180_000 }, () => {
  it.each<[string, Behaviour, number, string]>([
    ['with an error that may pass', handledError('OutOfMemory'), 3, 'OutOfMemory'],
    ['with an error that will not pass', handledError('ImageUnreadable'), 1, 'ImageUnreadable'],
    ['with an HTTP error', { kind: 'answer', status: 500, body: { oops: true } }, 3, 'ModelFailed'],
    ['with rubbish', { kind: 'answer', status: 200, body: { status: 'success' } }, 1, 'ModelAnswerInvalid'],
  ])('%s fails its session with the real error', async (_, behaviour, attempts, code) => {
    await using container = await startModelContainer(() => behaviour);
    await using here = await startTestEnvironment(settings, { endpointUrl: container.url });
    const { user, jobId } = await started(here);

    const failed = await untilStatus(user, jobId, ({ status }) => status === 'failed');

    expect(failed.reason?.code).toBe(code);
    expect(await new Executions(here.environment).ended(jobId)).toEqual({ status: 'FAILED', error: code });
    expect(container.tasks).toHaveLength(attempts);
    await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === jobId);
    await here.emailTo('info@2112-lab.com', ({ tags }) => tags.job_id === jobId);
  });
});

async function started(here: TestEnvironment) {
  const user = await here.newUser();
  return { user, jobId: await startSession(user.client, await readPhoto(samplePhoto)) };
}
