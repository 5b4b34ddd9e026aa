import type * as z from 'zod/mini';
import { loggable } from '../telemetry/loggable.ts';
import { logger } from '../telemetry/telemetry.ts';
import { type Configured, environmentOnce } from './environment.ts';
import { observed } from './observed.ts';

/** A Lambda that a topic or a rule calls. When it throws, Lambda retries, and then the event goes to the dead letter queue. */
export function callbackHandler<S extends z.ZodMiniObject>(
  handler: Configured<S>,
  run: (event: unknown, environment: z.infer<S>) => Promise<void>,
) {
  const environment = environmentOnce(handler);
  return observed<unknown, void>().handler(async (event) => {
    try {
      await run(event, environment());
    } catch (error) {
      logger.error('The callback failed and will be tried again', { failure: loggable(error) });
      throw error;
    }
  });
}
