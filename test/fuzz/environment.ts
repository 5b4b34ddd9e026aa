import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findPython } from '#test/python.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');
const folder = resolve(import.meta.dirname, '..', '..', '.venv');

/** The fuzzer's command in `.venv`, made when missing or outdated. */
export function fuzzer(): string {
  const stamp = join(folder, 'made-from');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const command = join(bin, 'schemathesis');
  if (existsSync(command) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return command;
  const python = findPython();
  if (python === undefined) {
    throw new Error('The fuzzer needs Python 3.11 or newer with its venv module; set GEN3D_PYTHON to one.');
  }
  console.log('Making .venv for the fuzzer …');
  rmSync(folder, { recursive: true, force: true });
  run(python, '-m', 'venv', folder);
  run(
    join(bin, 'python'),
    ...'-m pip install --quiet --disable-pip-version-check --require-hashes -r'.split(' '),
    requirements,
  );
  writeFileSync(stamp, wanted);
  return command;
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}
