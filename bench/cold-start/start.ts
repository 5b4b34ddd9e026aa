import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What one process needed until its handler was ready. */
export interface Start {
  /** Milliseconds of wall time since the process was started. */
  readonly wall: number;
  /** Milliseconds of user and system time of all threads. */
  readonly cpu: number;
  /** Peak resident memory in MiB. */
  readonly memory: number;
}

const Report = z.object({ cpu: z.number(), memory: z.number() });

/**
 * Starts a process and waits for the JSON line that it prints when its handler is ready, then for its exit.
 * @throws Error when the process fails or prints nothing
 */
export async function timeStart(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(command, args, { env: { ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let start: Start | undefined;
  for await (const line of createInterface(child.stdout)) {
    start ??= { wall: performance.now() - startedAt, ...Report.parse(JSON.parse(line)) };
  }
  const [code] = await ended;
  if (code !== 0 || start === undefined) {
    throw new Error(`${command} ${args.join(' ')} exited with ${code} before its handler was ready.`);
  }
  return start;
}
