import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';

const StateMachineRow = z.object({
  id: z.number(),
  arn: z.string(),
  name: z.string(),
  role_arn: z.string(),
  revision: z.number(),
  created: z.number(),
  updated: z.number(),
  deleting: z.number(),
});
/** A state machine; new executions start with its `revision`. */
export type StateMachineRow = z.infer<typeof StateMachineRow>;
const MaybeStateMachine = StateMachineRow.optional();

const RevisionRow = z.object({
  id: z.number(),
  machine: z.number(),
  definition: z.string(),
  role_arn: z.string(),
  revision_id: z.string(),
  created: z.number(),
});
/** A definition that executions started with; it never changes. */
export type RevisionRow = z.infer<typeof RevisionRow>;

/**
 * State machines and their revisions. Ids are assigned in memory, so that writes can be grouped. Rows stay in
 * memory until they change, because every execution needs them.
 */
export class StateMachineTable {
  readonly #stateMachines = new Map<string | number, StateMachineRow>();
  readonly #revisions = new Map<number, RevisionRow>();
  #nextId: number;
  #nextRevision: number;
  readonly #byArn: StatementSync;
  readonly #byId: StatementSync;
  readonly #page: StatementSync;
  readonly #revision: StatementSync;
  readonly #put: StatementSync;
  readonly #putRevision: StatementSync;
  readonly #markDeleting: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteRevisions: StatementSync;

  constructor(database: DatabaseSync) {
    this.#nextId = 1 + maxId(database, 'machines');
    this.#nextRevision = 1 + maxId(database, 'revisions');
    this.#byArn = database.prepare('SELECT * FROM machines WHERE arn = ?');
    this.#byId = database.prepare('SELECT * FROM machines WHERE id = ?');
    this.#page = database.prepare('SELECT * FROM machines WHERE id > ? ORDER BY id LIMIT ?');
    this.#revision = database.prepare('SELECT * FROM revisions WHERE id = ?');
    this.#put = database.prepare(
      `INSERT INTO machines (id, arn, name, role_arn, revision, created, updated, deleting)
       VALUES (:id, :arn, :name, :role_arn, :revision, :created, :updated, :deleting)
       ON CONFLICT (id) DO UPDATE SET
         role_arn = excluded.role_arn, revision = excluded.revision, updated = excluded.updated`,
    );
    this.#putRevision = database.prepare(
      `INSERT INTO revisions (id, machine, definition, role_arn, revision_id, created)
       VALUES (:id, :machine, :definition, :role_arn, :revision_id, :created)`,
    );
    this.#markDeleting = database.prepare('UPDATE machines SET deleting = 1 WHERE id = ?');
    this.#delete = database.prepare('DELETE FROM machines WHERE id = ?');
    this.#deleteRevisions = database.prepare('DELETE FROM revisions WHERE machine = ?');
  }

  newId(): number {
    return this.#nextId++;
  }

  newRevision(): number {
    return this.#nextRevision++;
  }

  find(arn: string): StateMachineRow | undefined {
    const known = this.#stateMachines.get(arn);
    if (known !== undefined) return known;
    const row = MaybeStateMachine.parse(this.#byArn.get(arn));
    if (row !== undefined) this.#stateMachines.set(arn, row);
    return row;
  }

  get(id: number): StateMachineRow {
    const known = this.#stateMachines.get(id);
    if (known !== undefined) return known;
    const row = StateMachineRow.parse(this.#byId.get(id));
    this.#stateMachines.set(id, row);
    return row;
  }

  /** In order of creation, after the one with id `after`. */
  page(after: number, limit: number): StateMachineRow[] {
    return this.#page.all(after, limit).map((row) => StateMachineRow.parse(row));
  }

  revision(id: number): RevisionRow {
    const known = this.#revisions.get(id);
    if (known !== undefined) return known;
    const row = RevisionRow.parse(this.#revision.get(id));
    this.#revisions.set(id, row);
    return row;
  }

  put(machine: StateMachineRow): void {
    this.#stateMachines.clear();
    this.#put.run(machine);
  }

  putRevision(revision: RevisionRow): void {
    this.#putRevision.run(revision);
  }

  markDeleting(id: number): void {
    this.#stateMachines.clear();
    this.#markDeleting.run(id);
  }

  delete(id: number): void {
    this.#stateMachines.clear();
    this.#revisions.clear();
    this.#deleteRevisions.run(id);
    this.#delete.run(id);
  }
}

/** The highest id in use, 0 for an empty table. */
export function maxId(database: DatabaseSync, table: 'machines' | 'revisions' | 'executions'): number {
  return Number(database.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${table}`).get()?.id);
}
