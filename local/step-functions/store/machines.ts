import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';

const MachineRow = z.object({
  id: z.number(),
  arn: z.string(),
  name: z.string(),
  role_arn: z.string(),
  revision: z.number(),
  created: z.number(),
  updated: z.number(),
  deleting: z.number(),
});
/** A state machine; `revision` is the one that new executions start with. */
export type MachineRow = z.infer<typeof MachineRow>;
const MaybeMachine = MachineRow.optional();

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
 * State machines and their revisions. Ids are given out in memory, so that writes can be grouped; rows that were
 * read stay in memory until they are written, since every execution needs them.
 */
export class MachineTable {
  readonly #machines = new Map<string | number, MachineRow>();
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

  find(arn: string): MachineRow | undefined {
    const known = this.#machines.get(arn);
    if (known !== undefined) return known;
    const row = MaybeMachine.parse(this.#byArn.get(arn));
    if (row !== undefined) this.#machines.set(arn, row);
    return row;
  }

  get(id: number): MachineRow {
    const known = this.#machines.get(id);
    if (known !== undefined) return known;
    const row = MachineRow.parse(this.#byId.get(id));
    this.#machines.set(id, row);
    return row;
  }

  /** In the order of creation, after the one with id `after`. */
  page(after: number, limit: number): MachineRow[] {
    return this.#page.all(after, limit).map((row) => MachineRow.parse(row));
  }

  revision(id: number): RevisionRow {
    const known = this.#revisions.get(id);
    if (known !== undefined) return known;
    const row = RevisionRow.parse(this.#revision.get(id));
    this.#revisions.set(id, row);
    return row;
  }

  put(machine: MachineRow): void {
    this.#machines.clear();
    this.#put.run(machine);
  }

  putRevision(revision: RevisionRow): void {
    this.#putRevision.run(revision);
  }

  markDeleting(id: number): void {
    this.#machines.clear();
    this.#markDeleting.run(id);
  }

  delete(id: number): void {
    this.#machines.clear();
    this.#revisions.clear();
    this.#deleteRevisions.run(id);
    this.#delete.run(id);
  }
}

/** The highest id in use, 0 for an empty table. */
export function maxId(database: DatabaseSync, table: 'machines' | 'revisions' | 'executions'): number {
  return Number(database.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${table}`).get()?.id);
}
