import { randomUUID } from 'node:crypto';
import { stepFunctionsErrors } from '../errors.ts';
import type { RevisionRow, StateMachineRow } from '../store/state-machines.ts';
import type { Store } from '../store/store.ts';
import type { Definitions } from './definitions.ts';
import { KeyedMutex } from './keyed-mutex.ts';

/** A state machine as the template or CreateStateMachine defines it. */
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

/** State machines: each change of a definition is a new revision, and executions keep theirs. */
export class StateMachines {
  readonly #store: Store;
  readonly #definitions: Definitions;
  readonly #now: () => number;
  readonly #mutex = new KeyedMutex();

  constructor(store: Store, definitions: Definitions, now: () => number) {
    this.#store = store;
    this.#definitions = definitions;
    this.#now = now;
  }

  /** @throws AwsError StateMachineDoesNotExist */
  get(arn: string): StateMachineRow {
    const stateMachine = this.#store.stateMachines.find(arn);
    if (stateMachine === undefined) throw stepFunctionsErrors.stateMachineDoesNotExist(arn);
    return stateMachine;
  }

  /**
   * Creates a state machine; one with the same name and content is returned as it is.
   * @throws AwsError StateMachineAlreadyExists, StateMachineDeleting, StateMachineTypeNotSupported
   * @throws InvalidDefinitionError
   */
  create(stateMachine: StateMachineDefinition): Promise<StateMachineRow> {
    return this.#mutex.run(stateMachine.arn, () => this.#create(stateMachine));
  }

  async #create(stateMachine: StateMachineDefinition): Promise<StateMachineRow> {
    const existing = this.#store.stateMachines.find(stateMachine.arn);
    if (existing === undefined) return this.#insert(stateMachine);
    const { definition } = this.#store.stateMachines.revision(existing.revision);
    if (existing.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(stateMachine.arn);
    if (definition !== stateMachine.definition || existing.role_arn !== stateMachine.roleArn)
      throw stepFunctionsErrors.stateMachineAlreadyExists(stateMachine.arn);
    return existing;
  }

  /**
   * Applies a change; new executions start with it.
   * @throws AwsError StateMachineDoesNotExist, StateMachineDeleting
   * @throws InvalidDefinitionError
   */
  update(arn: string, change: StateMachineChange): Promise<StateMachineRow> {
    return this.#mutex.run(arn, () => this.#update(arn, change));
  }

  async #update(arn: string, change: StateMachineChange): Promise<StateMachineRow> {
    const existing = this.get(arn);
    if (existing.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(arn);
    const before = this.#store.stateMachines.revision(existing.revision);
    const definition = change.definition ?? before.definition;
    const role_arn = change.roleArn ?? before.role_arn;
    if (definition === before.definition && role_arn === before.role_arn) return existing;
    const revision = this.#revision(existing.id, definition, role_arn);
    const stateMachine = { ...existing, role_arn, revision: revision.id, updated: revision.created };
    await this.#save(stateMachine, revision);
    return stateMachine;
  }

  /** Creates or updates a state machine, as a deployment does. */
  deploy(stateMachine: StateMachineDefinition): Promise<StateMachineRow> {
    const { arn, definition, roleArn } = stateMachine;
    return this.#mutex.run(arn, () =>
      this.#store.stateMachines.find(arn) === undefined
        ? this.#insert(stateMachine)
        : this.#update(arn, { definition, roleArn }),
    );
  }

  async #insert(stateMachine: StateMachineDefinition): Promise<StateMachineRow> {
    const { arn, name, definition, roleArn, type } = stateMachine;
    if (type !== 'STANDARD') throw stepFunctionsErrors.stateMachineTypeNotSupported(type);
    const id = this.#store.stateMachines.newId();
    const revision = this.#revision(id, definition, roleArn);
    const { created } = revision;
    const times = { created, updated: created };
    const row = { id, arn, name, role_arn: roleArn, revision: revision.id, ...times, deleting: 0 };
    await this.#save(row, revision);
    return row;
  }

  /** Compiles first, so that a definition that cannot run is never stored. */
  #revision(machine: number, definition: string, role_arn: string): RevisionRow {
    this.#definitions.compile(definition);
    const id = this.#store.stateMachines.newRevision();
    return { id, machine, definition, role_arn, revision_id: randomUUID(), created: this.#now() };
  }

  #save(stateMachine: StateMachineRow, revision: RevisionRow): Promise<void> {
    return this.#store.commit(() => {
      this.#store.stateMachines.putRevision(revision);
      this.#store.stateMachines.put(stateMachine);
    });
  }
}
