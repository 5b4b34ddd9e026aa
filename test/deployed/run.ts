import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { killOnExit } from './child.ts';
import { type Deployment, deploymentVariable } from './target.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** Runs the end-to-end tests against a deployment. @returns the exit code of the tests */
export async function testDeployment(
  deployment: Deployment,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(import.meta.dirname, 'vitest.config.ts');
  const env = { ...environment, [deploymentVariable]: JSON.stringify(deployment) };
  const child = spawn(process.execPath, [vitest, 'run', '--config', config], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  killOnExit(child);
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
