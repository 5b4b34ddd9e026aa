import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../../container/test.sh', import.meta.url));

/** Sets the environment up at the first run: a few packages, fetched by pip. */
const minutes = 10 * 60_000;

function run(...arguments_: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn('bash', [script, ...arguments_], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

test('the container passes its own tests that need no torch', { timeout: minutes }, async () => {
  const { status, output } = await run('light');

  expect(status, output).toBe(0);
  expect(output).toMatch(/[1-9]\d* passed/);
});
