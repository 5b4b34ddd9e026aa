import type { ServiceOptions } from '../emulators/service.ts';
import { EnvironmentError } from '../errors.ts';
import { portTaken, type ServiceName } from './ports.ts';

/** Explains why a service did not start and what to do. */
export function startupError(error: unknown, service: ServiceName, options: ServiceOptions): Error {
  if (error instanceof EnvironmentError) return error;
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (inUse) return portTaken(service, options.port);
  const failure = new EnvironmentError(
    'ServiceFailed',
    `Couldn't start ${service}: ${error instanceof Error ? error.message : String(error)}. ` +
      `If ${options.folder} is damaged, restore it or use --fresh to delete all data.`,
    { service, folder: options.folder },
  );
  failure.cause = error;
  return failure;
}
