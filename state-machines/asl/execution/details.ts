/** Reads the details of a recorded event. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';

/** One `…EventDetails` member. */
export class Details {
  readonly #event: HistoryEvent;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(event: HistoryEvent) {
    this.#event = event;
    const key = Object.keys(event).find((one) => one.endsWith('EventDetails'));
    const members = key === undefined ? undefined : event[key];
    this.#members = isRecord(members) ? members : {};
  }

  /** @throws HistoryMismatchError when the event has no such text */
  text(name: string): string {
    const value = this.#members[name];
    if (typeof value !== 'string') throw new HistoryMismatchError(this.#event.id, `it has no ${name}`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#members[name];
    return typeof value === 'string' ? value : undefined;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#members[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** @throws HistoryMismatchError when the event has no such number */
  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value === undefined) throw new HistoryMismatchError(this.#event.id, `it has no ${name}`);
    return value;
  }

  /** The text members of an object, such as the assigned variables. */
  texts(name: string): [string, string][] {
    const value = this.#members[name];
    if (!isRecord(value)) return [];
    return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
