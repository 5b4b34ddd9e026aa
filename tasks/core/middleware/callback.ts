import type { EnvironmentOf, FunctionName } from '../environment.ts';
import { environmentOnce } from './environment-cache.ts';
import { loggable } from './loggable.ts';
import { logger, observed } from './observability.ts';

/** A Lambda that a topic or a rule calls: what it throws is tried again and ends in the dead letter queue. */
export function callbackHandler<F extends FunctionName>(
  name: F,
  run: (event: unknown, environment: EnvironmentOf<F>) => Promise<void>,
) {
  const environment = environmentOnce(name);
  return observed<unknown, void>().handler(async (event) => {
    try {
      await run(event, environment());
    } catch (error) {
      logger.error('The callback failed and will be tried again', { failure: loggable(error) });
      throw error;
    }
  });
}
