import type * as z from 'zod/mini';
import type { EnvironmentOf, FunctionName } from '../environment.ts';
import { ContractError, InvalidInputError, SessionFailure } from '../errors.ts';
import { environmentOnce } from './environment-cache.ts';
import { loggable, whereOf } from './loggable.ts';
import { logger, logSession, observed } from './observability.ts';
import { named } from './transient.ts';

/**
 * A Lambda that the state machine calls: parses the payload, runs, and lets errors through by their code, since
 * the error's name is what Retry and Catch match.
 */
export function taskHandler<F extends FunctionName, Request extends { job_id: string }, Result>(
  name: F,
  contract: z.ZodMiniType<Request>,
  run: (request: Request, environment: EnvironmentOf<F>) => Promise<Result>,
) {
  const environment = environmentOnce(name);
  return observed<unknown, Result>().handler(async (payload) => {
    try {
      const request = parsePayload(name, contract, payload);
      logSession(request.job_id);
      const result = await run(request, environment());
      logger.info('The task is done');
      return result;
    } catch (thrown) {
      report(thrown);
      throw named(thrown);
    }
  });
}

/** Bad input, and a failure that is passed on, are no faults of the task. */
function report(error: unknown): void {
  const expected = error instanceof InvalidInputError || error instanceof SessionFailure;
  if (expected) logger.warn('The task ends with an error', { failure: loggable(error) });
  else logger.error('The task failed', { failure: loggable(error) });
}

function parsePayload<Request>(name: string, contract: z.ZodMiniType<Request>, payload: unknown): Request {
  const parsed = contract.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new ContractError('TaskPayloadInvalid', `Task ${name} was called wrongly: ${whereOf(parsed.error)}`);
}
