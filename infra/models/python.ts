import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { imageFolder } from './image-tag.ts';

/** Python, or a program that takes its arguments. Tests use a small one. */
export type Command = readonly [string, ...string[]];

/** Python with torch: the container's test environment, which the first call creates (about 4 GB). */
export const torchPython: Command = ['bash', join(imageFolder, 'python.sh'), 'sam3-tests'];

/** A Python program failed; its output explains why. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
}

/**
 * Runs a Python program and shows its output.
 * @param task what it does, for errors: "The conversion"
 * @throws PythonError
 */
export function runPython(
  task: string,
  [command, ...first]: Command,
  args: readonly string[],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, [...first, ...args], { stdio: 'inherit' });
  child.once('error', () => reject(new PythonError(`${command} did not start. Install it and try again.`)));
  child.once('exit', (code) => {
    if (code === 0) resolve();
    else reject(new PythonError(`${task} failed with exit code ${code}.`));
  });
  return promise;
}
