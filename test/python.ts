import { spawnSync } from 'node:child_process';

const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

/** A Python that the container's tests can run on (3.11 or newer, with venv), as `container/python.sh` looks for it. */
export function findPython(): string | undefined {
  const given = process.env.GEN3D_PYTHON;
  return [...(given ? [given] : []), ...names].find((name) => spawnSync(name, ['-c', check]).status === 0);
}
