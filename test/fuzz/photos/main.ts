import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';

/**
 * `npm run fuzz:photos -- TARGET --seeds FOLDER`: runs jazzer.js, a fuzzer that is guided by coverage, over
 * `targets/TARGET.ts`. It needs glibc 2.38 or newer on Linux, so it is installed when it is first
 * used and not by package.json. Inputs that
 * reach new code, and `crash-…` for each finding, are kept beside the built target.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '' },
    seconds: { type: 'string', default: '600' },
    /** Longest input in bytes. */
    longest: { type: 'string', default: '100000' },
  },
});

/** A process keeps memory of each libvips that it loaded, so a new one starts now and then. */
const roundSeconds = 600;

const root = resolve(import.meta.dirname, '..', '..', '..');
const [target = 'inspect'] = positionals;
const folder = join(root, 'node_modules', '.cache', 'gen3d', 'fuzz', target);

/** Loads libvips once for many inputs. Its WebAssembly stays beside its code. */
const oneInstance: Plugin = {
  name: 'one-instance',
  setup({ onResolve }) {
    const replacement = join(import.meta.dirname, 'one-vips.ts');
    onResolve({ filter: /^wasm-vips$/ }, ({ importer }) =>
      importer === replacement ? { path: 'wasm-vips', external: true } : { path: replacement },
    );
  },
};

/** One CommonJS file, since the fuzzer instruments what `require` loads. */
async function buildTarget(): Promise<string> {
  const outfile = join(folder, 'target.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'targets', `${target}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [oneInstance],
  });
  return outfile;
}

/** Installs the fuzzer beside the targets, once. */
async function installFuzzer(): Promise<string> {
  const at = join(folder, '..', 'jazzer');
  const main = join(at, 'node_modules', '@jazzer.js', 'core', 'dist', 'cli.js');
  if (existsSync(main)) return main;
  const options = ['--no-audit', '--no-fund', '--no-save', '--prefix', at];
  if ((await run('npm', ['install', ...options, '@jazzer.js/core@4.0.0'])) !== 0) {
    throw new Error('npm could not install @jazzer.js/core.');
  }
  return main;
}

async function run(command: string, args: readonly string[]): Promise<number> {
  const windowsScript = process.platform === 'win32' && command === 'npm';
  const [code] = await once(
    spawn(command, args, { cwd: folder, stdio: 'inherit', shell: windowsScript }),
    'exit',
  );
  return typeof code === 'number' ? code : 1;
}

async function main(): Promise<number> {
  const corpus = join(folder, 'corpus');
  mkdirSync(corpus, { recursive: true });
  const outfile = await buildTarget();
  const seeds = values.seeds === '' ? [] : [resolve(values.seeds)];
  const started = [await installFuzzer(), outfile, '-f', 'fuzz', '--sync=false', corpus, ...seeds];
  // Otherwise it leaves out everything below node_modules.
  const instrumented = ['--includes', 'target.cjs', '--excludes', '@jazzer.js'];
  for (let left = Number(values.seconds); left > 0; left -= roundSeconds) {
    await run(process.execPath, [
      ...[...started, ...instrumented, '--timeout', '120000', '--', `-max_len=${values.longest}`],
      ...[`-max_total_time=${Math.min(left, roundSeconds)}`, '-rss_limit_mb=6000'],
      `-artifact_prefix=${folder}/`,
    ]);
    // Its exit code says little: a thread of libvips may abort the process at its very end.
    const findings = readdirSync(folder).filter((name) => /^(crash|oom|timeout)-/.test(name));
    if (findings.length > 0) return 1;
  }
  return 0;
}

process.exitCode = await main();
