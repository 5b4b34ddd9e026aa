import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { EnvironmentError } from '../errors.ts';
import { cachedFolder, hashSources } from './build-cache.ts';

const root = join(import.meta.dirname, '..', '..');
const builds = join(root, 'node_modules', '.cache', 'gen3d', 'web');
const sources = [
  'web',
  'client',
  'state-machines',
  'contracts',
  'preview',
  'package-lock.json',
  'package.json',
];

/**
 * Builds the web page, unless the same sources have been built before.
 * @param onBuild called before a build
 * @returns the folder to serve
 * @throws EnvironmentError `PageNotBuilt`
 */
export function buildPage(onBuild: () => void): Promise<string> {
  return cachedFolder({
    folder: builds,
    hash: hashSources(root, sources, 'page', ['dist']),
    marker: 'index.html',
    build: (folder) => {
      onBuild();
      return runVite(folder);
    },
  });
}

/** Runs in a process of its own, because a build holds much memory. */
function runVite(outDir: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', 'web', '--config', join('web', 'vite.config.ts'), '--outDir', outDir];
  // Vite keeps another NODE_ENV, and React's development build is larger.
  const options = { cwd: root, env: { ...process.env, NODE_ENV: 'production' } };
  execFile(process.execPath, [...args, '--logLevel', 'error'], options, (error, stdout, stderr) => {
    if (error === null) resolve();
    else {
      const output = `${stderr}${stdout}`.slice(-4_000);
      reject(
        new EnvironmentError(
          'PageNotBuilt',
          `Couldn't build the web page. Run \`npm ci\` and try again.\n${output}`,
        ),
      );
    }
  });
  return promise;
}

/** Builds the page. If that fails, the local environment starts without it. @param print writes a line */
export async function buildPageIfPossible(
  print: (line: string) => void,
  build: typeof buildPage = buildPage,
): Promise<string | undefined> {
  try {
    return await build(() => print('Building the web page…'));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    print(`${error.message}\nStarting without the web page.`);
    return undefined;
  }
}
