import { HomeError } from '../errors.ts';
import type { ServiceOptions } from '../services/service.ts';
import { portTaken, type ServiceName } from './ports.ts';

/** Why a service did not start, in words that say what to do. */
export function startFailure(error: unknown, service: ServiceName, options: ServiceOptions): Error {
  if (error instanceof HomeError) return error;
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (inUse) return portTaken(service, options.port);
  const failure = new HomeError(
    'ServiceFailed',
    `${service} could not start: ${error instanceof Error ? error.message : String(error)}. ` +
      `If ${options.folder} was damaged, restore it, or start with --fresh to begin from nothing.`,
    { service, folder: options.folder },
  );
  failure.cause = error;
  return failure;
}
