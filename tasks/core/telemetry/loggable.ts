import { $ZodError } from 'zod/v4/core';
import { serviceStatusOf } from '../aws-errors.ts';
import { Gen3dError } from '../errors.ts';
import { inSource } from './source-map.ts';

/**
 * What a log line may say about an error. Errors of the SDK contain responses with tokens and addresses, so only
 * their name and status are logged. Our own messages contain nothing secret.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (error instanceof Gen3dError) return { code: error.code, message: error.message, ...error.fields };
  if (error instanceof $ZodError) return { code: 'ContractBroken', where: whereOf(error) };
  if (error instanceof Error)
    return { code: error.name, status: serviceStatusOf(error), stack: frames(error) };
  return { code: 'Unknown' };
}

/** The paths and rules that a value broke, never the value. */
export function whereOf(error: $ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.code}`).join('; ');
}

/** The stack without the message, mapped from the bundle to the source. */
function frames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return lines.map(inSource);
}
