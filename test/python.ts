import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

/** A Python that the container's tests can run on (3.11 or newer, with venv), as `container/python.sh` looks for it. */
export function findPython(): string | undefined {
  const given = process.env.GEN3D_PYTHON;
  return [...(given ? [given] : []), ...names].find((name) => spawnSync(name, ['-c', check]).status === 0);
}

export interface PythonTool {
  readonly command: string;
  /** Its virtual environment, made when missing or outdated. */
  readonly folder: string;
  /** The file of hashed requirements that it is made from. */
  readonly requirements: string;
}

/** Path of a command of a Python tool that lives in an environment of its own. */
export function pythonTool({ command, folder, requirements }: PythonTool): string {
  const stamp = join(folder, 'made-from');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const path = join(bin, command);
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return path;
  const python = findPython();
  if (python === undefined) {
    throw new Error(`${command} needs Python 3.11 or newer with its venv module; set GEN3D_PYTHON to one.`);
  }
  console.log(`Installing ${command} …`);
  rmSync(folder, { recursive: true, force: true });
  run(python, '-m', 'venv', folder);
  const install = '-m pip install --quiet --disable-pip-version-check --require-hashes -r';
  run(join(bin, 'python'), ...install.split(' '), requirements);
  writeFileSync(stamp, wanted);
  return path;
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.`);
}
