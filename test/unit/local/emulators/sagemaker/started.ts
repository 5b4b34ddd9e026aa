import { onTestFinished } from 'vitest';
import { type SageMakerFixture, startModel, startSageMakerFixture } from './fixture.ts';

/** SageMaker with a model that returns `reply`; both stop when the test ends. */
export async function startWith(reply: Parameters<typeof startModel>[0] = () => ({}), more = {}) {
  const model = await startModel(reply);
  onTestFinished(model.close);
  const fixture: SageMakerFixture = await startSageMakerFixture(model.url, more);
  onTestFinished(fixture.remove);
  return { model, fixture };
}
