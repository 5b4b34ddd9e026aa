import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { maxId } from './state-machines.ts';

export const ExecutionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

const ExecutionRow = z.object({
  id: z.number(),
  arn: z.string(),
  machine: z.number(),
  revision: z.number(),
  status: ExecutionStatus,
  started: z.number(),
  stopped: z.number().nullable(),
  last_event: z.number(),
  next_timer: z.number().nullable(),
  calling: z.number(),
  redrive_count: z.number(),
  redriven: z.number().nullable(),
  redrive_token: z.string().nullable(),
});
/** An execution without its history. */
export type ExecutionRow = z.infer<typeof ExecutionRow>;

/** Initial values of every execution; the store assigns the id. */
export const newRow = {
  id: 0,
  status: 'RUNNING',
  stopped: null,
  last_event: 0,
  next_timer: null,
  calling: 0,
  redrive_count: 0,
  redriven: null,
  redrive_token: null,
} as const;

/** Filters a list; `before` is the id of the previous page's last item. */
export interface ExecutionFilter {
  readonly machine: number;
  readonly status: string | undefined;
  readonly redriven: boolean | undefined;
  readonly before: number;
  readonly limit: number;
}

const Arn = z.object({ arn: z.string() });
const MaybeExecution = ExecutionRow.optional();
const Due = z.object({ next_timer: z.number() }).optional();

/** Executions in the order of their ids. Ids are assigned in memory and never reused. */
export class ExecutionTable {
  #nextId: number;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #list: StatementSync;
  readonly #listByStatus: StatementSync;
  readonly #due: StatementSync;
  readonly #nextDue: StatementSync;
  readonly #calling: StatementSync;
  readonly #closed: StatementSync;
  readonly #postpone: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#nextId = 1 + maxId(database, 'executions');
    this.#find = database.prepare('SELECT * FROM executions WHERE arn = ?');
    this.#insert = database.prepare(
      `INSERT INTO executions VALUES (:id, :arn, :machine, :revision, :status, :started, :stopped,
         :last_event, :next_timer, :calling, :redrive_count, :redriven, :redrive_token)`,
    );
    this.#update = database.prepare(
      `UPDATE executions SET status = :status, stopped = :stopped, last_event = :last_event,
         next_timer = :next_timer, calling = :calling, redrive_count = :redrive_count,
         redriven = :redriven, redrive_token = :redrive_token WHERE id = :id`,
    );
    const redriven = '(:redriven IS NULL OR (redrive_count > 0) = :redriven)';
    const page = `${redriven} AND id < :before ORDER BY id DESC LIMIT :limit`;
    this.#list = database.prepare(`SELECT * FROM executions WHERE machine = :machine AND ${page}`);
    this.#listByStatus = database.prepare(
      `SELECT * FROM executions WHERE machine = :machine AND status = :status AND ${page}`,
    );
    this.#due = database.prepare(
      'SELECT arn FROM executions WHERE next_timer <= ? ORDER BY next_timer LIMIT ?',
    );
    this.#nextDue = database.prepare(
      'SELECT next_timer FROM executions WHERE next_timer IS NOT NULL ORDER BY next_timer LIMIT 1',
    );
    this.#calling = database.prepare('SELECT arn FROM executions WHERE calling = 1 ORDER BY id');
    this.#closed = database.prepare('SELECT * FROM executions WHERE stopped < ? ORDER BY stopped LIMIT ?');
    this.#postpone = database.prepare(
      'UPDATE executions SET next_timer = ? WHERE arn = ? AND next_timer IS NOT NULL',
    );
    this.#delete = database.prepare('DELETE FROM executions WHERE id = ?');
  }

  newId(): number {
    return this.#nextId++;
  }

  find(arn: string): ExecutionRow | undefined {
    return MaybeExecution.parse(this.#find.get(arn));
  }

  insert(row: ExecutionRow): void {
    this.#insert.run(row);
  }

  update(row: ExecutionRow): void {
    const { id, status, stopped, last_event, next_timer, calling, redrive_count, redriven, redrive_token } =
      row;
    this.#update.run({
      id,
      status,
      stopped,
      last_event,
      next_timer,
      calling,
      redrive_count,
      redriven,
      redrive_token,
    });
  }

  /** Newest first. */
  list(filter: ExecutionFilter): ExecutionRow[] {
    const { machine, before, limit } = filter;
    const redriven = filter.redriven === undefined ? null : Number(filter.redriven);
    const common = { machine, before, limit, redriven };
    const rows =
      filter.status === undefined
        ? this.#list.all(common)
        : this.#listByStatus.all({ ...common, status: filter.status });
    return rows.map((row) => ExecutionRow.parse(row));
  }

  /** ARNs of executions whose timer is due, most overdue first. */
  due(now: number, limit: number): string[] {
    return arns(this.#due.all(now, limit));
  }

  nextDue(): number | undefined {
    return Due.parse(this.#nextDue.get())?.next_timer;
  }

  /** ARNs of executions with calls whose results are not stored. */
  calling(): string[] {
    return arns(this.#calling.all());
  }

  closedBefore(time: number, limit: number): ExecutionRow[] {
    return this.#closed.all(time, limit).map((row) => ExecutionRow.parse(row));
  }

  /** Postpones an execution's timer that could not be handled. */
  postpone(arn: string, until: number): void {
    this.#postpone.run(until, arn);
  }

  delete(id: number): void {
    this.#delete.run(id);
  }
}

function arns(rows: unknown[]): string[] {
  return rows.map((row) => Arn.parse(row).arn);
}
