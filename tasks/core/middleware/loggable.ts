import * as z from 'zod/mini';
import { $ZodError } from 'zod/v4/core';
import { Gen3dError } from '../errors.ts';
import { inSource } from './source-map.ts';

/**
 * What a log line may say of an error. Errors of the SDK carry responses, and those tokens and addresses, so
 * only their name and status are kept; our own messages are made to be read.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (error instanceof Gen3dError) return { code: error.code, message: error.message, ...error.fields };
  if (error instanceof $ZodError) return { code: 'ContractBroken', where: whereOf(error) };
  if (error instanceof Error) return { code: error.name, status: httpStatusOf(error), stack: frames(error) };
  return { code: 'Unknown' };
}

/** Paths and rules that were broken; never the values. */
export function whereOf(error: $ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.code}`).join('; ');
}

const WithMetadata = z.looseObject({ $metadata: z.looseObject({ httpStatusCode: z.optional(z.number()) }) });

/** HTTP status of an SDK error; undefined when there was no answer, or when it is another error. */
export function httpStatusOf(error: unknown): number | undefined {
  const parsed = WithMetadata.safeParse(error);
  return parsed.success ? parsed.data.$metadata.httpStatusCode : undefined;
}

/** The stack without its first lines, which repeat the message; in lines of the source, not of the bundle. */
function frames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return lines.map(inSource);
}
