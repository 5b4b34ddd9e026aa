import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';

const OutboxRow = z.object({ id: z.number(), event: z.string(), attempts: z.number() });
export type OutboxRow = z.infer<typeof OutboxRow>;

const Due = z.object({ due: z.number() }).optional();

/** Events that are not delivered yet; delivery deletes the row. */
export class OutboxTable {
  readonly #add: StatementSync;
  readonly #due: StatementSync;
  readonly #nextDue: StatementSync;
  readonly #postpone: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO outbox (event, attempts, due) VALUES (?, 0, ?)');
    this.#due = database.prepare(
      'SELECT id, event, attempts FROM outbox WHERE due <= ? ORDER BY due, id LIMIT ?',
    );
    this.#nextDue = database.prepare('SELECT due FROM outbox ORDER BY due LIMIT 1');
    this.#postpone = database.prepare('UPDATE outbox SET attempts = attempts + 1, due = ? WHERE id = ?');
    this.#delete = database.prepare('DELETE FROM outbox WHERE id = ?');
  }

  /** @param due epoch milliseconds of the first delivery */
  add(event: string, due: number): void {
    this.#add.run(event, due);
  }

  due(now: number, limit: number): OutboxRow[] {
    return this.#due.all(now, limit).map((row) => OutboxRow.parse(row));
  }

  nextDue(): number | undefined {
    return Due.parse(this.#nextDue.get())?.due;
  }

  postpone(id: number, due: number): void {
    this.#postpone.run(due, id);
  }

  delete(id: number): void {
    this.#delete.run(id);
  }
}
