import { openDatabase } from './database.ts';
import { ExecutionTable } from './executions.ts';
import { GroupCommit, type Write } from './group-commit.ts';
import { HistoryTable } from './history.ts';
import { OutboxTable } from './outbox.ts';
import { StateMachineTable } from './state-machines.ts';

/** All durable data. Reads see what is committed; writes happen inside `commit` only. */
export interface Store {
  readonly stateMachines: StateMachineTable;
  readonly executions: ExecutionTable;
  readonly history: HistoryTable;
  readonly outbox: OutboxTable;
  /** Resolves when the change is on disk. */
  commit(write: Write): Promise<void>;
  /** Writes pending changes and closes the file. */
  close(): void;
}

/** @throws EnvironmentError when the file is in use or from a newer release */
export function openStore(folder: string): Store {
  const database = openDatabase(folder);
  const group = new GroupCommit(database);
  return {
    stateMachines: new StateMachineTable(database),
    executions: new ExecutionTable(database),
    history: new HistoryTable(database),
    outbox: new OutboxTable(database),
    commit: (write) => group.commit(write),
    close: () => {
      group.flush();
      database.close();
    },
  };
}
