/** The first place where a definition diverges from a recorded history. */
import type { JsonValue } from '../asl/json.ts';

export interface Divergence {
  readonly eventId: number;
  readonly eventType: string;
  /** The state that the branch is in. */
  readonly state: string | undefined;
  /** `type`, or a path in the details such as `parameters/Payload/round`. */
  readonly field: string;
  readonly recorded: JsonValue | undefined;
  /** What the definition gives now. */
  readonly now: JsonValue | undefined;
  /** A few words such as `timeout changed`. */
  readonly meaning: string;
}

const LONGEST = 240;

/** Describes a divergence in several lines. */
export function explain({ eventId, eventType, state, field, recorded, now, meaning }: Divergence): string {
  const where = state === undefined ? '' : ` in state '${state}'`;
  return [
    `diverges at event ${eventId} (${eventType})${where}: ${meaning}`,
    `  ${field}`,
    `    recorded: ${shown(recorded)}`,
    `    now:      ${shown(now)}`,
  ].join('\n');
}

function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
