import { keepCompiled } from './home/compiled.ts';

keepCompiled();
const { demo } = await import('./demo/demo.ts');

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new DOMException('Ctrl-C', 'AbortError')));
process.exitCode = await demo(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  folder: process.cwd(),
  signal: stop.signal,
});
