import { randomUUID } from 'node:crypto';
import { stepFunctionsErrors } from '../errors.ts';
import type { MachineRow, RevisionRow } from '../store/machines.ts';
import type { Store } from '../store/store.ts';
import type { Definitions } from './definitions.ts';
import { Mailbox } from './mailbox.ts';

/** A state machine as the template or CreateStateMachine describes it. */
export interface StateMachineDefinition {
  readonly arn: string;
  readonly name: string;
  /** ASL text. */
  readonly definition: string;
  readonly roleArn: string;
  readonly type: string;
}

export interface StateMachineChange {
  readonly definition?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** State machines: every change of the definition is a new revision, and executions keep theirs. */
export class StateMachines {
  readonly #store: Store;
  readonly #definitions: Definitions;
  readonly #now: () => number;
  readonly #mailbox = new Mailbox();

  constructor(store: Store, definitions: Definitions, now: () => number) {
    this.#store = store;
    this.#definitions = definitions;
    this.#now = now;
  }

  /** @throws AwsError StateMachineDoesNotExist */
  get(arn: string): MachineRow {
    const machine = this.#store.machines.find(arn);
    if (machine === undefined) throw stepFunctionsErrors.stateMachineDoesNotExist(arn);
    return machine;
  }

  /**
   * Creates it; a machine of the same name and content is answered as it is.
   * @throws AwsError StateMachineAlreadyExists, StateMachineDeleting, StateMachineTypeNotSupported
   * @throws InvalidDefinitionError
   */
  create(machine: StateMachineDefinition): Promise<MachineRow> {
    return this.#mailbox.run(machine.arn, () => this.#create(machine));
  }

  async #create(machine: StateMachineDefinition): Promise<MachineRow> {
    const existing = this.#store.machines.find(machine.arn);
    if (existing === undefined) return this.#insert(machine);
    const { definition } = this.#store.machines.revision(existing.revision);
    if (existing.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(machine.arn);
    if (definition !== machine.definition || existing.role_arn !== machine.roleArn)
      throw stepFunctionsErrors.stateMachineAlreadyExists(machine.arn);
    return existing;
  }

  /**
   * Changes what is given; new executions start with it.
   * @throws AwsError StateMachineDoesNotExist, StateMachineDeleting
   * @throws InvalidDefinitionError
   */
  update(arn: string, change: StateMachineChange): Promise<MachineRow> {
    return this.#mailbox.run(arn, () => this.#update(arn, change));
  }

  async #update(arn: string, change: StateMachineChange): Promise<MachineRow> {
    const existing = this.get(arn);
    if (existing.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(arn);
    const before = this.#store.machines.revision(existing.revision);
    const definition = change.definition ?? before.definition;
    const role_arn = change.roleArn ?? before.role_arn;
    if (definition === before.definition && role_arn === before.role_arn) return existing;
    const revision = this.#revision(existing.id, definition, role_arn);
    const machine = { ...existing, role_arn, revision: revision.id, updated: revision.created };
    await this.#save(machine, revision);
    return machine;
  }

  /** Creates it or brings it up to date, as a deployment does. */
  deploy(machine: StateMachineDefinition): Promise<MachineRow> {
    const { arn, definition, roleArn } = machine;
    return this.#mailbox.run(arn, () =>
      this.#store.machines.find(arn) === undefined
        ? this.#insert(machine)
        : this.#update(arn, { definition, roleArn }),
    );
  }

  async #insert(machine: StateMachineDefinition): Promise<MachineRow> {
    const { arn, name, definition, roleArn, type } = machine;
    if (type !== 'STANDARD') throw stepFunctionsErrors.stateMachineTypeNotSupported(type);
    const id = this.#store.machines.newId();
    const revision = this.#revision(id, definition, roleArn);
    const { created } = revision;
    const times = { created, updated: created };
    const row = { id, arn, name, role_arn: roleArn, revision: revision.id, ...times, deleting: 0 };
    await this.#save(row, revision);
    return row;
  }

  /** Compiles first: a definition that cannot run is refused before anything is stored. */
  #revision(machine: number, definition: string, role_arn: string): RevisionRow {
    this.#definitions.compile(definition);
    const id = this.#store.machines.newRevision();
    return { id, machine, definition, role_arn, revision_id: randomUUID(), created: this.#now() };
  }

  #save(machine: MachineRow, revision: RevisionRow): Promise<void> {
    return this.#store.commit(() => {
      this.#store.machines.putRevision(revision);
      this.#store.machines.put(machine);
    });
  }
}
