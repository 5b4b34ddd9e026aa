import type * as z from 'zod/mini';
import { ConfigurationError } from '../errors.ts';

/** Name and variables of a manifest entry. */
export interface Configured<S extends z.ZodMiniObject> {
  readonly name: string;
  readonly environment: () => S;
}

/**
 * Reads and validates the environment of a function.
 * @throws ConfigurationError naming each variable that is missing or wrong
 */
export function readEnvironment<S extends z.ZodMiniObject>(
  { name, environment }: Configured<S>,
  source: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<S> {
  const parsed = environment().safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ConfigurationError('ConfigurationInvalid', `The configuration of ${name} is invalid: ${wrong}`);
}

/** Reads a function's environment once, at its first call. @throws ConfigurationError as `readEnvironment` */
export function environmentOnce<S extends z.ZodMiniObject>(handler: Configured<S>): () => z.infer<S> {
  let environment: z.infer<S> | undefined;
  return () => {
    environment ??= readEnvironment(handler);
    return environment;
  };
}
