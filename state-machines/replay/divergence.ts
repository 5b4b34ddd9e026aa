/** The first place where a recorded history and a definition part. */
import type { JsonValue } from '../asl/json.ts';

export interface Divergence {
  readonly eventId: number;
  readonly eventType: string;
  /** The state that the branch is in. */
  readonly state: string | undefined;
  /** Where they differ: `type`, or a path such as `parameters/Payload/round`. */
  readonly field: string;
  readonly recorded: JsonValue | undefined;
  /** What the definition gives. */
  readonly now: JsonValue | undefined;
  readonly meaning: string;
}

const LONGEST = 240;

/** For people, on several lines. */
export function explain({ eventId, eventType, state, field, recorded, now, meaning }: Divergence): string {
  const where = state === undefined ? '' : ` in the state '${state}'`;
  return [
    `diverged at event ${eventId} (${eventType})${where}: ${meaning}`,
    `  ${field}`,
    `    recorded: ${shown(recorded)}`,
    `    now:      ${shown(now)}`,
  ].join('\n');
}

function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
