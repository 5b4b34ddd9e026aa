import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { openDatabase, transaction } from '../storage/database.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, body TEXT NOT NULL,
    sent INTEGER NOT NULL, visible INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'dead')),
    reason TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_by_queue ON message (queue, state, sequence);
`;

const Row = z.object({
  id: z.string(),
  queue: z.string(),
  body: z.string().transform((text): unknown => JSON.parse(text)),
  /** Epoch milliseconds. */
  sent: z.number(),
  /** Earlier attempts. */
  attempts: z.number(),
  reason: z.string().nullable(),
});

/** A message; a dead letter has the `reason`. */
export type Message = z.infer<typeof Row>;

/**
 * A durable queue: a message is on disk when `put` returns, and stays until it is done. A lease ends with the
 * process: when the file is opened again, a killed process's messages wait again.
 */
export class Queue {
  readonly #database: DatabaseSync;
  readonly #listeners = new Set<(queue: string) => void>();

  constructor(path: string) {
    this.#database = openDatabase(path, schema);
    this.#database.exec(`UPDATE message SET state = 'waiting' WHERE state = 'leased'`);
  }

  close(): void {
    this.#database.close();
  }

  /** Stores messages for one or several queues in one transaction. @returns their ids */
  put(messages: readonly { queue: string; body: unknown }[], now = Date.now()): string[] {
    const insert = this.#database.prepare(
      'INSERT INTO message (id, queue, body, sent, visible) VALUES (?, ?, ?, ?, ?)',
    );
    const ids = transaction(this.#database, () =>
      messages.map(({ queue, body }) => {
        const id = randomUUID();
        insert.run(id, queue, JSON.stringify(body), now, now);
        return id;
      }),
    );
    for (const { queue } of messages) for (const listener of this.#listeners) listener(queue);
    return ids;
  }

  /** Takes the oldest message that is due. */
  lease(queue: string, now = Date.now()): Message | undefined {
    const sql = `UPDATE message SET state = 'leased' WHERE sequence = (
      SELECT sequence FROM message WHERE queue = ? AND state = 'waiting' AND visible <= ?
      ORDER BY sequence LIMIT 1) RETURNING *`;
    const row = this.#database.prepare(sql).get(queue, now);
    return row && Row.parse(row);
  }

  /** Deletes a message that was handled. */
  done(id: string): void {
    this.#database.prepare('DELETE FROM message WHERE id = ?').run(id);
  }

  /** Returns a message for a retry at `visible` (epoch milliseconds) and counts the attempt. */
  retry(id: string, visible: number): void {
    const sql = `UPDATE message SET state = 'waiting', attempts = attempts + 1, visible = ? WHERE id = ?`;
    this.#database.prepare(sql).run(visible, id);
  }

  /** Returns a message without counting an attempt. */
  release(id: string): void {
    this.#database.prepare(`UPDATE message SET state = 'waiting' WHERE id = ?`).run(id);
  }

  /** Keeps a message that is not retried. */
  deadLetter(id: string, reason: string): void {
    const sql = `UPDATE message SET state = 'dead', attempts = attempts + 1, reason = ? WHERE id = ?`;
    this.#database.prepare(sql).run(reason, id);
  }

  /** Messages that are not retried, oldest first. */
  deadLetters(): Message[] {
    const sql = `SELECT * FROM message WHERE state = 'dead' ORDER BY sequence`;
    return z.array(Row).parse(this.#database.prepare(sql).all());
  }

  /** How many messages wait or are being handled. */
  backlog(queue: string): number {
    const sql = `SELECT count(*) AS n FROM message WHERE queue = ? AND state <> 'dead'`;
    return z.object({ n: z.number() }).parse(this.#database.prepare(sql).get(queue)).n;
  }

  /** When the next waiting message is due, in epoch milliseconds; undefined when none waits. */
  nextDue(queue: string): number | undefined {
    const sql = `SELECT min(visible) AS at FROM message WHERE queue = ? AND state = 'waiting'`;
    const { at } = z.object({ at: z.number().nullable() }).parse(this.#database.prepare(sql).get(queue));
    return at ?? undefined;
  }

  /** Calls `listener` after every put. @returns removes the listener */
  onPut(listener: (queue: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
