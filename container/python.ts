import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
const environments = resolve(import.meta.dirname, '..', 'node_modules', '.cache', 'gen3d', 'python');

/** Finds a Python 3.11 or newer with venv, in the same order as `container/python.sh`. */
export function findPython(): string | undefined {
  const given = process.env.GEN3D_PYTHON;
  return [...(given ? [given] : []), ...names].find((name) => spawnSync(name, ['-c', check]).status === 0);
}

/**
 * Returns the folder of a virtual environment's commands, and creates the environment when it is missing or outdated.
 * @param name of the environment
 * @param requirements path of a requirements file with hashes
 * @throws Error when there is no Python 3.11 or newer, or when pip fails
 * @example
 * const moto = join(pythonCommands('moto', 'test/requirements.txt'), 'moto_server');
 */
export function pythonCommands(name: string, requirements: string): string {
  const folder = join(environments, name);
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const stamp = join(folder, 'made-from');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  const python = findPython();
  if (python === undefined)
    throw new Error(`${name} needs Python 3.11 or newer with its venv module. Set GEN3D_PYTHON to one.`);
  rmSync(folder, { recursive: true, force: true });
  run(python, '-m', 'venv', folder);
  const install = '-m pip install --quiet --disable-pip-version-check --require-hashes -r'.split(' ');
  run(join(bin, 'python'), ...install, requirements);
  writeFileSync(stamp, wanted);
  return bin;
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}
