import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { HomeError } from '../errors.ts';
import { hashOf, keepFolder } from '../kept.ts';

const root = join(import.meta.dirname, '..', '..');
const builds = join(root, 'node_modules', '.cache', 'gen3d', 'web');
const sources = [
  'web',
  'client',
  'state-machines',
  join('tasks', 'core', 'contracts'),
  'package-lock.json',
  'package.json',
];

/**
 * The built web page. Building takes some seconds, so it is done once for each state of its sources.
 * @param onBuild told before it is built
 * @returns the folder to serve
 * @throws HomeError `PageNotBuilt`
 */
export function buildPage(onBuild: () => void): Promise<string> {
  return keepFolder({
    folder: builds,
    hash: hashOf(root, sources, 'page', ['dist']),
    marker: 'index.html',
    make: (folder) => {
      onBuild();
      return runVite(folder);
    },
  });
}

/** In a process of its own, since the build keeps much memory. */
function runVite(outDir: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', 'web', '--config', join('web', 'vite.config.ts'), '--outDir', outDir];
  execFile(process.execPath, [...args, '--logLevel', 'error'], { cwd: root }, (error, stdout, stderr) => {
    if (error === null) resolve();
    else {
      const said = `${stderr}${stdout}`.slice(-4_000);
      reject(new HomeError('PageNotBuilt', `The web page cannot be built; is \`npm ci\` done?\n${said}`));
    }
  });
  return promise;
}

/** The built page, or none: a home without it still has its API. @param say tells the terminal */
export async function pageOrNone(
  say: (line: string) => void,
  build: typeof buildPage = buildPage,
): Promise<string | undefined> {
  try {
    return await build(() => say('Building the web page, once …'));
  } catch (error) {
    if (!(error instanceof HomeError)) throw error;
    say(`${error.message}\nStarting without the web page.`);
    return undefined;
  }
}
