import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

const tasks = join(import.meta.dirname, '..', '..', '..', 'tasks', 'core', 'bundle');
const standIn = (name: string) => join(tasks, `${name}.ts`);

/** Packages, and exports of packages, that a module of ours stands in for; each says why. */
export const standIns: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': standIn('credentials'),
  '@aws-sdk/endpoint-cache': standIn('endpoint-cache'),
  '@smithy/core/event-streams': standIn('event-streams'),
  'cls-hooked/context': standIn('context'),
  fflate: standIn('inflate'),
  semver: standIn('semver'),
};

/** Modules inside of packages that are replaced likewise, by the end of their path. */
const replaced: Readonly<Record<string, string>> = {
  '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js':
    standIn('config-files'),
};

/**
 * Modules that no function comes by: whatever is asked of one throws and names it.
 * - X-Ray: Lambda decides what is sampled; no EC2, ECS or Beanstalk, no SDK v2, no web server, no database, and no
 *   requests but the SDK's, which tell of themselves;
 * - web streams: Node's own are what every call here reads and writes;
 * - hashes in JavaScript, where Node lacks them;
 * - retries that adapt their rate, which are asked for by name.
 */
const absent: readonly string[] = [
  'aws-xray-sdk-core/dist/lib/database/sql_data.js',
  'aws-xray-sdk-core/dist/lib/middleware/incoming_request_data.js',
  'aws-xray-sdk-core/dist/lib/middleware/sampling/default_sampler.js',
  'aws-xray-sdk-core/dist/lib/middleware/sampling/local_sampler.js',
  'aws-xray-sdk-core/dist/lib/patchers/aws_p.js',
  'aws-xray-sdk-core/dist/lib/patchers/http_p.js',
  'aws-xray-sdk-core/dist/lib/patchers/promise_p.js',
  'aws-xray-sdk-core/dist/lib/segments/plugins/ec2_plugin.js',
  'aws-xray-sdk-core/dist/lib/segments/plugins/ecs_plugin.js',
  'aws-xray-sdk-core/dist/lib/segments/plugins/elastic_beanstalk_plugin.js',
  '@smithy/core/dist-es/submodules/checksum/crc32/Crc32Js.js',
  '@smithy/core/dist-es/submodules/checksum/md5/Md5Js.js',
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
  '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js',
  '@smithy/core/dist-es/submodules/serde/util-stream/checksum/createChecksumStream.browser.js',
  '@smithy/core/dist-es/submodules/serde/util-stream/getAwsChunkedEncodingStream.browser.js',
  '@smithy/core/dist-es/submodules/serde/util-stream/sdk-stream-mixin.browser.js',
  '@smithy/core/dist-es/submodules/serde/util-stream/stream-collector.browser.js',
  '@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js',
];

/** Leaves modules out of the bundles that no function needs. @throws Error when a package has such a module no more */
export const leftOut: Plugin = {
  name: 'left-out',
  setup(build) {
    const missing = new Set([...absent, ...Object.keys(replaced)]);
    build.onLoad(
      { filter: /[\\/](aws-xray-sdk-core|@smithy[\\/]core|@aws-sdk[\\/]checksums)[\\/].*\.js$/ },
      ({ path }) => {
        const name = path.replaceAll('\\', '/').split('node_modules/').at(-1) ?? path;
        missing.delete(name);
        const other = replaced[name];
        if (other !== undefined) {
          const from = `./${relative(tasks, other)}`;
          return { contents: `export * from ${JSON.stringify(from)};`, resolveDir: tasks, loader: 'js' };
        }
        return absent.includes(name) ? { contents: refusal(name), loader: 'js' } : undefined;
      },
    );
    build.onEnd(() => ({
      errors: [...missing].map((name) => ({
        text: `The packages have no ${name}: see ${import.meta.filename}.`,
      })),
    }));
  },
};

/** Any name can be taken from it, or from an ES module made of it, as packages do while they load; using one throws. */
function refusal(name: string): string {
  const refuse = `() => { throw new Error(${JSON.stringify(`This bundle holds no ${name}.`)}); }`;
  const traps = '{ get: () => refuse, getPrototypeOf: () => module.exports }';
  return `const refuse = ${refuse}; module.exports = new Proxy(refuse, ${traps});`;
}
