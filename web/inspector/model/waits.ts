/** Task tokens that await an answer. */
import { isMembers } from './events.ts';
import type { Attempt, Visit } from './visit.ts';

export interface TokenWait {
  readonly visit: Visit;
  readonly attempt: Attempt;
  /** Epoch milliseconds. */
  readonly since: number;
  /** When the task times out, in epoch milliseconds. Undefined if it doesn't. */
  readonly until: number | undefined;
  /** Undefined if the task's parameters don't contain it. */
  readonly token: string | undefined;
  /** True if the session is waiting for its mask. */
  readonly wantsMask: boolean;
}

/** The tokens that can be answered now. */
export function openWaits(visits: readonly Visit[]): TokenWait[] {
  return visits
    .filter(({ outcome }) => outcome === 'waiting')
    .flatMap((visit) => {
      const attempt = visit.attempts.at(-1);
      return attempt === undefined ? [] : [waitOf(visit, attempt)];
    });
}

/** All task tokens of the visits, answered or not. */
export function tokensOf(visits: readonly Visit[]): readonly string[] {
  const attempts = visits.flatMap((visit) => visit.attempts);
  const waiting = attempts.filter(({ resource }) => resource.endsWith('.waitForTaskToken'));
  return [...new Set(waiting.flatMap(({ parameters }) => tokenIn(parameters) ?? []))];
}

function waitOf(visit: Visit, attempt: Attempt): TokenWait {
  const { scheduledAt, timeoutSeconds, parameters } = attempt;
  return {
    visit,
    attempt,
    since: scheduledAt,
    until: timeoutSeconds === undefined ? undefined : scheduledAt + timeoutSeconds * 1_000,
    token: tokenIn(parameters),
    wantsMask: visit.state === 'WaitForMask',
  };
}

/** Finds the text of a member whose name contains "token". The longest one wins, because names are short. */
export function tokenIn(parameters: string | undefined): string | undefined {
  const found = textsBelow(parse(parameters), false);
  return found.toSorted((one, other) => other.length - one.length)[0];
}

function textsBelow(value: unknown, named: boolean): string[] {
  if (typeof value === 'string') return named ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => textsBelow(one, named));
  if (!isMembers(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => textsBelow(one, named || /token/i.test(name)));
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
