import type * as z from 'zod/mini';
import { named } from '../aws-errors.ts';
import { ContractError, InvalidInputError, SessionFailure } from '../errors.ts';
import { loggable, whereOf } from '../telemetry/loggable.ts';
import { logger, logSession } from '../telemetry/telemetry.ts';
import { type Configured, environmentOnce } from './environment.ts';
import { observed } from './observed.ts';

/**
 * A Lambda that the state machine calls. It parses the payload and names each error by its code, because Retry and
 * Catch match the error's name.
 */
export function taskHandler<S extends z.ZodMiniObject, Request extends { job_id: string }, Result>(
  handler: Configured<S>,
  contract: z.ZodMiniType<Request>,
  run: (request: Request, environment: z.infer<S>) => Promise<Result>,
) {
  const environment = environmentOnce(handler);
  return observed<unknown, Result>().handler(async (payload) => {
    try {
      const request = parsePayload(handler.name, contract, payload);
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

/** Bad input and a forwarded failure are not errors of the task. */
function report(error: unknown): void {
  const expected = error instanceof InvalidInputError || error instanceof SessionFailure;
  if (expected) logger.warn('The task ends with an error', { failure: loggable(error) });
  else logger.error('The task failed', { failure: loggable(error) });
}

function parsePayload<Request>(name: string, contract: z.ZodMiniType<Request>, payload: unknown): Request {
  const parsed = contract.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    'TaskPayloadInvalid',
    `The payload of task ${name} is invalid: ${whereOf(parsed.error)}`,
  );
}
