import { onTestFinished } from 'vitest';
import { type SageMakerHome, startModel, startSageMakerHome } from './endpoint.ts';

/** SageMaker before a model that answers with `reply`; both end with the test. */
export async function startWith(reply: Parameters<typeof startModel>[0] = () => ({}), more = {}) {
  const model = await startModel(reply);
  onTestFinished(model.close);
  const home: SageMakerHome = await startSageMakerHome(model.url, more);
  onTestFinished(home.remove);
  return { model, home };
}
