import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

const tasks = join(import.meta.dirname, '..', '..', '..', 'tasks', 'core', 'module-overrides');
const override = (name: string) => join(tasks, `${name}.ts`);

/** Packages, and exports of packages, that a module of Gen3D replaces. Each module says why. */
export const moduleOverrides: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': override('credentials'),
  '@aws-sdk/endpoint-cache': override('endpoint-cache'),
  '@smithy/core/event-streams': override('event-streams'),
  'cls-hooked/context': override('context'),
  semver: override('semver'),
};

/** Replaced modules inside packages, by the end of their path. */
const replaced: Readonly<Record<string, string>> = {
  '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js':
    override('config-files'),
};

/**
 * Modules that no function uses. Any use of one throws an error with its name.
 * - X-Ray: sampling (Lambda decides), EC2, ECS, Beanstalk, SDK v2, web servers, databases, and requests outside the SDK
 * - web streams: every call uses Node's streams
 * - hashes in JavaScript: Node has them
 * - adaptive retries: off by default
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

/** Omits unused modules from the bundles. @throws Error when a package does not contain one of them */
export const omittedModules: Plugin = {
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

/** Packages can import any name from it while they load. Calling one throws. */
function refusal(name: string): string {
  const refuse = `() => { throw new Error(${JSON.stringify(`This bundle has no ${name}.`)}); }`;
  const traps = '{ get: () => refuse, getPrototypeOf: () => module.exports }';
  return `const refuse = ${refuse}; module.exports = new Proxy(refuse, ${traps});`;
}
