/** Reads histories from the AWS CLI, the SDKs and the console. */
import * as z from 'zod';
import type { HistoryEvent } from '../asl/types.ts';
import { UnreadableHistoryError } from './errors.ts';

/** Smaller timestamps are seconds, as the CLI can print them; larger ones are milliseconds. */
const SMALLEST_MILLISECONDS = 100_000_000_000;

const event = z.looseObject({
  id: z.int().positive(),
  previousEventId: z.int().min(0).default(0),
  timestamp: z.union([z.number(), z.string(), z.date()]),
  type: z.string(),
});
const page = z.object({ events: z.array(event) });
const anything = z.union([
  page.transform((one) => one.events),
  z.array(event),
  z.array(page).transform(flatten),
]);

function flatten(pages: z.infer<typeof page>[]): z.infer<typeof event>[] {
  return pages.flatMap(({ events }) => events);
}

/**
 * Reads a complete history.
 * @param source JSON text (one document, or one per line) or a parsed value: a response of GetExecutionHistory, a list
 * of its pages, or a list of events in any order
 * @returns the events by id, with timestamps in epoch milliseconds
 * @throws UnreadableHistoryError
 * @example
 * const events = readHistory(readFileSync('events/histories/succeeded.json', 'utf8'));
 * events[0]?.type; // 'ExecutionStarted'
 */
export function readHistory(source: unknown): HistoryEvent[] {
  const value = typeof source === 'string' ? parse(source) : source;
  const parsed = anything.safeParse(value);
  if (!parsed.success)
    throw new UnreadableHistoryError(
      "It isn't an execution history. Use the JSON that GetExecutionHistory returns.",
    );
  const byId = new Map(parsed.data.map((one) => [one.id, { ...one, timestamp: milliseconds(one) }]));
  const events = [...byId.values()].toSorted((a, b) => a.id - b.id);
  checkWhole(events);
  return events;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const documents = text.trim().split('\n').map(parseLine);
    if (documents.length > 1 && !documents.includes(undefined)) return documents;
    throw new UnreadableHistoryError(
      `It isn't valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function milliseconds({ id, timestamp }: z.infer<typeof event>): number {
  if (timestamp instanceof Date) return timestamp.getTime();
  if (typeof timestamp === 'number')
    return Math.round(timestamp < SMALLEST_MILLISECONDS ? timestamp * 1000 : timestamp);
  const time = Date.parse(timestamp);
  if (Number.isNaN(time))
    throw new UnreadableHistoryError(`Event ${id} has an invalid timestamp: ${timestamp}`);
  return time;
}

function checkWhole(events: readonly HistoryEvent[]): void {
  const [first] = events;
  if (first === undefined) throw new UnreadableHistoryError('It has no events.');
  const gap = events.findIndex(({ id }, index) => id !== index + 1);
  if (gap !== -1) throw new UnreadableHistoryError(`Event ${gap + 1} is missing. Include all pages.`);
  if (first.type !== 'ExecutionStarted') {
    throw new UnreadableHistoryError(`It starts with ${first.type}, not with ExecutionStarted.`);
  }
  const truncated = events.find((one) => Object.values(one).some(isTruncated));
  if (truncated !== undefined)
    throw new UnreadableHistoryError(`The data of event ${truncated.id} is truncated.`);
  const details = first.executionStartedEventDetails;
  if (typeof details !== 'object' || details === null || !('input' in details)) {
    throw new UnreadableHistoryError('It has no execution data. Fetch it with includeExecutionData.');
  }
}

/** True for details with a member such as `inputDetails: {truncated: true}`. */
function isTruncated(details: unknown): boolean {
  if (typeof details !== 'object' || details === null) return false;
  return Object.values(details).some(
    (one: unknown) => typeof one === 'object' && one !== null && 'truncated' in one && one.truncated === true,
  );
}
