/** Rows of the event table. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { detailsOf, textOf } from './events.ts';
import type { Visits } from './visit.ts';

export interface EventRow {
  readonly event: HistoryEvent;
  readonly state: string | undefined;
  /** Index of its visit. */
  readonly visit: number | undefined;
  /** Milliseconds since the event before it in the same branch. */
  readonly sincePrevious: number | undefined;
  /** Milliseconds since the execution started. */
  readonly sinceStart: number;
  /** An error's name or a task's resource. */
  readonly note: string | undefined;
}

export function eventRowsOf(history: readonly HistoryEvent[], visits: Visits): EventRow[] {
  const times = new Map(history.map(({ id, timestamp }) => [id, timestamp]));
  const started = history[0]?.timestamp ?? 0;
  return history.map((event) => {
    const previous = times.get(event.previousEventId);
    const visit = visits.ofEvent.get(event.id);
    return {
      event,
      state: visit?.state,
      visit: visit?.index,
      sincePrevious: previous === undefined ? undefined : event.timestamp - previous,
      sinceStart: event.timestamp - started,
      note: noteOf(event),
    };
  });
}

/** @param query words, each of which must occur in the id, type, state or note */
export function filterRows(rows: readonly EventRow[], query: string): readonly EventRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ event, state, note }) => {
    const text = `${event.id} ${event.type} ${state ?? ''} ${note ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function noteOf(event: HistoryEvent): string | undefined {
  const details = detailsOf(event);
  const resource = event.type.endsWith('Scheduled')
    ? [textOf(details, 'resourceType'), textOf(details, 'resource')].filter(Boolean).join(':')
    : undefined;
  return textOf(details, 'error') ?? (resource || undefined);
}
