/** An event that has no number and no time yet. */

export interface Draft {
  readonly type: string;
  readonly previousEventId: number;
  /** The name of the details member, such as `stateEnteredEventDetails`. */
  readonly member?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Details without a value are left out. */
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
