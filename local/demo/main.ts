import { activateCompileCache } from '../environment/compile-cache.ts';

activateCompileCache();
const { demoCommand } = await import('./command.ts');

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new DOMException('Ctrl-C', 'AbortError')));
process.exitCode = await demoCommand(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  folder: process.cwd(),
  signal: stop.signal,
});
