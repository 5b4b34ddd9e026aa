import type { ChildProcess } from 'node:child_process';

/** Ends a child when this process ends before it, however that comes. */
export function endWithUs(child: ChildProcess): void {
  const kill = () => void child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}
