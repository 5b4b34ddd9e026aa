import { main } from './main.ts';
import { openBrowser } from './sign-in/browser.ts';

/** Runs the command line on this process. A second Ctrl-C ends it at once. */
export async function runOnProcess(): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new DOMException('Ctrl-C', 'AbortError')));
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    folder: process.cwd(),
    fetch,
    openPage: openBrowser,
    signal: stop.signal,
  });
}
