import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { HistoryEvent } from '#state-machines/asl/types.ts';

const Chunk = z.object({ events: z.string() });
const Events = z.array(
  z.looseObject({ id: z.number(), previousEventId: z.number(), timestamp: z.number(), type: z.string() }),
);
const HeartbeatRow = z.object({ scheduled_event: z.number(), at: z.number() });
export type Heartbeat = z.infer<typeof HeartbeatRow>;

/** Limits the events in a row, so that a page never reads an entire long history. */
const eventsPerRow = 100;

/** Append-only histories, and the heartbeats, which leave no event. */
export class HistoryTable {
  readonly #append: StatementSync;
  readonly #forward: StatementSync;
  readonly #backward: StatementSync;
  readonly #heartbeat: StatementSync;
  readonly #heartbeats: StatementSync;
  readonly #deleteHeartbeats: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#append = database.prepare('INSERT INTO history VALUES (?, ?, ?, ?)');
    this.#forward = database.prepare(
      'SELECT events FROM history WHERE execution = ? AND last_event >= ? ORDER BY first_event',
    );
    this.#backward = database.prepare(
      'SELECT events FROM history WHERE execution = ? AND first_event <= ? ORDER BY first_event DESC',
    );
    this.#heartbeat = database.prepare(
      `INSERT INTO heartbeats VALUES (?, ?, ?)
       ON CONFLICT (execution, scheduled_event) DO UPDATE SET at = excluded.at`,
    );
    this.#heartbeats = database.prepare('SELECT scheduled_event, at FROM heartbeats WHERE execution = ?');
    this.#deleteHeartbeats = database.prepare('DELETE FROM heartbeats WHERE execution = ?');
    this.#delete = database.prepare('DELETE FROM history WHERE execution = ?');
  }

  /** Returns the size of the stored events, in characters. */
  append(execution: number, events: readonly HistoryEvent[]): number {
    let size = 0;
    for (let start = 0; start < events.length; start += eventsPerRow) {
      const chunk = events.slice(start, start + eventsPerRow);
      const [first, last] = [chunk[0], chunk.at(-1)];
      if (first === undefined || last === undefined) continue;
      const text = JSON.stringify(chunk);
      this.#append.run(execution, first.id, last.id, text);
      size += text.length;
    }
    return size;
  }

  /** The entire history, and its size in characters. */
  read(execution: number): { events: HistoryEvent[]; size: number } {
    const rows = this.#forward.all(execution, 1).map((row) => Chunk.parse(row));
    return {
      events: rows.flatMap(parse),
      size: rows.reduce((size, row) => size + row.events.length, 0),
    };
  }

  /** Events from id `from` upwards, in order. */
  *forward(execution: number, from = 1): Generator<HistoryEvent> {
    for (const row of this.#forward.iterate(execution, from))
      for (const event of parse(row)) if (event.id >= from) yield event;
  }

  /** Events from id `from` downwards, newest first. */
  *backward(execution: number, from: number): Generator<HistoryEvent> {
    for (const row of this.#backward.iterate(execution, from))
      for (const event of parse(row).reverse()) if (event.id <= from) yield event;
  }

  heartbeat(execution: number, scheduledEvent: number, at: number): void {
    this.#heartbeat.run(execution, scheduledEvent, at);
  }

  heartbeats(execution: number): Heartbeat[] {
    return this.#heartbeats.all(execution).map((row) => HeartbeatRow.parse(row));
  }

  deleteHeartbeats(execution: number): void {
    this.#deleteHeartbeats.run(execution);
  }

  delete(execution: number): void {
    this.#delete.run(execution);
    this.#deleteHeartbeats.run(execution);
  }
}

function parse(row: unknown): HistoryEvent[] {
  return Events.parse(JSON.parse(Chunk.parse(row).events));
}
