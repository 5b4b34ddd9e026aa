import { openDatabase } from './database.ts';
import { ExecutionTable } from './executions.ts';
import { GroupCommit, type Write } from './group-commit.ts';
import { HistoryTable } from './history.ts';
import { MachineTable } from './machines.ts';
import { OutboxTable } from './outbox.ts';

/** Everything durable. Reads see what is committed; writes happen inside `commit` only. */
export interface Store {
  readonly machines: MachineTable;
  readonly executions: ExecutionTable;
  readonly history: HistoryTable;
  readonly outbox: OutboxTable;
  /** Resolves when the change is on disk. */
  commit(write: Write): Promise<void>;
  /** Writes what is waiting and lets go of the file. */
  close(): void;
}

/** @throws HomeError when the file is in use or from a newer release */
export function openStore(folder: string): Store {
  const database = openDatabase(folder);
  const group = new GroupCommit(database);
  return {
    machines: new MachineTable(database),
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
