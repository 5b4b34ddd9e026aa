import type { Reason } from '#contracts/common.ts';

/** The message of an error, with its code if it has one. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof Error)) return { code: 'Unknown', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message };
}
