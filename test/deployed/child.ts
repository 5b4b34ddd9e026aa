import type { ChildProcess } from 'node:child_process';

/** Kills a child process when this process exits first. */
export function killOnExit(child: ChildProcess): void {
  const kill = () => void child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}
