/** Reads event details, whatever their type. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';

export type Members = Readonly<Record<string, unknown>>;

/** The event's details, or an empty object. */
export function detailsOf(event: HistoryEvent): Members {
  for (const [name, value] of Object.entries(event)) {
    if (name.endsWith('EventDetails') && isMembers(value)) return value;
  }
  return {};
}

export function textOf(details: Members, name: string): string | undefined {
  const value = details[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(details: Members, name: string): number | undefined {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
}

/** `assignedVariables`, each as JSON text. */
export function assignedIn(details: Members): Readonly<Record<string, string>> {
  const { assignedVariables } = details;
  if (!isMembers(assignedVariables)) return {};
  return Object.fromEntries(Object.entries(assignedVariables).map(([name, text]) => [name, String(text)]));
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An error with its cause. */
export interface Failure {
  readonly eventId: number;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export function failureOf(event: HistoryEvent): Failure {
  const details = detailsOf(event);
  return { eventId: event.id, error: textOf(details, 'error'), cause: textOf(details, 'cause') };
}
