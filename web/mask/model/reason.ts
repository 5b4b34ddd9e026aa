/** Why something cannot be used, as the API tells it. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** What an error says; its code where it has one. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof Error)) return { code: 'Unknown', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message };
}
