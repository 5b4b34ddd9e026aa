#!/usr/bin/env node
// Plain JavaScript, since an older Node must be able to run it. The rest is TypeScript on Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;

if (Number(process.versions.node.split('.')[0]) >= needed) {
  const { runOnProcess } = await import('./process.ts');
  await runOnProcess();
} else {
  runOnPinnedNode();
}

function runOnPinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
  if (!existsSync(pinned)) {
    console.error(`gen3d needs Node ${needed} or newer, but this is ${process.version}. Run npm ci first.`);
    process.exit(1);
  }
  // Ctrl-C reaches both processes. This one waits for the exit code of the command.
  process.on('SIGINT', () => {});
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
