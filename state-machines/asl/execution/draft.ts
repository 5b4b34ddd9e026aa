/** An event without id and timestamp. */

export interface Draft {
  readonly type: string;
  readonly previousEventId: number;
  /** The name of the details member, such as `stateEnteredEventDetails`. */
  readonly member?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Creates an event and omits details that are undefined. */
export function draft(
  type: string,
  previousEventId: number,
  member?: string,
  details?: Readonly<Record<string, unknown>>,
): Draft {
  if (member === undefined || details === undefined) return { type, previousEventId };
  const present: Record<string, unknown> = {};
  for (const name in details) if (details[name] !== undefined) present[name] = details[name];
  return { type, previousEventId, member, details: present };
}
