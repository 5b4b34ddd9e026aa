import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What it took until a handler was ready. */
export interface Start {
  /** Milliseconds by the wall clock since the process was started. */
  readonly wall: number;
  /** Milliseconds of user and system time, all threads. */
  readonly cpu: number;
  /** Mebibytes resident at most. */
  readonly memory: number;
}

const Told = z.object({ cpu: z.number(), memory: z.number() });

/** Starts a process, waits for the line that it writes when its handler is ready, and for its end. */
export async function timeStart(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Start> {
  const began = performance.now();
  const child = spawn(command, args, { env: { ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let start: Start | undefined;
  for await (const line of createInterface(child.stdout)) {
    start ??= { wall: performance.now() - began, ...Told.parse(JSON.parse(line)) };
  }
  const [code] = await ended;
  if (code !== 0 || start === undefined) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code} before its handler was ready.`);
  }
  return start;
}
