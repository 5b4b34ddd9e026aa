/** `npm run bench -- [NAME [OPTIONS]]`: runs a benchmark, or lists all of them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const benchmarks: Readonly<Record<string, string>> = {
  'cold-start': "start of every function's bundle, compared with Python and boto3",
  container: "the container server's own time per request (Python)",
  cost: 'cost of a session on AWS, compared with a design that polls',
  embeddings: 'size and time of fp16 embeddings, compared with base64 JSON (Python)',
  interpreter: 'executions in memory and replayed histories per second',
  load: 'concurrent sessions on the local server',
  page: 'mask editor and 3D viewer in Chromium',
  photo: 'preparing photos of 12, 48 and 200 megapixels, compared with sharp',
  ply: 'PLY encoding, compared with plyfile (Python)',
  preview: 'pictures of a model from four sides',
  scale: 'waits and cost of the endpoint by scaling policy',
  'step-functions': 'durable executions per second over HTTP, and waiting executions',
};

const [name, ...options] = process.argv.slice(2);
if (name !== undefined && Object.hasOwn(benchmarks, name)) {
  const script = join(import.meta.dirname, name, 'main.ts');
  const [command, ...start] = existsSync(script)
    ? [process.execPath, script]
    : [
        'bash',
        join(import.meta.dirname, '..', 'container', 'python.sh'),
        'light',
        script.replace(/ts$/, 'py'),
      ];
  process.exitCode = spawnSync(command, [...start, ...options], { stdio: 'inherit' }).status ?? 1;
} else {
  console.log('Usage: npm run bench -- NAME [OPTIONS]');
  for (const [known, description] of Object.entries(benchmarks))
    console.log(`  ${known.padEnd(15)} ${description}`);
  process.exitCode = name === undefined ? 0 : 64;
}
