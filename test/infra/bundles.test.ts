import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leftOut } from '#infra/constructs/bundles/left-out.ts';
import { withConstants } from '#infra/constructs/bundles/sdk-constants.ts';
import { handlerBundle } from '#infra/constructs/handler-bundles.ts';
import type { FunctionName } from '#tasks/core/environment.ts';
import { clientsOf } from '../../bench/cold-start/clients.ts';

const fileOf = (name: FunctionName) => join(handlerBundle(name), 'index.cjs');
const sourcesOf = (name: FunctionName) =>
  z.object({ sources: z.array(z.string()) }).parse(JSON.parse(readFileSync(`${fileOf(name)}.map`, 'utf8')))
    .sources;

describe('a bundle', () => {
  it.each<[FunctionName, string[]]>([
    ['status', ['dynamodb', 's3', 'stepfunctions']],
    ['download', ['dynamodb', 's3', 'secretsmanager']],
    ['validate-mask', ['dynamodb', 's3']],
    ['request-inference', ['dynamodb', 'sagemaker-runtime', 'stepfunctions']],
    ['notify-success', ['dynamodb', 's3', 'secretsmanager', 'sesv2']],
  ])('of %s holds the clients that it calls, and no others', (name, clients) => {
    const held = clientsOf(readFileSync(fileOf(name), 'utf8'));

    expect(held.filter((client) => !clients.includes(client))).toEqual([]);
    expect(held).toContain('dynamodb');
  });

  it('has its source map beside it, for the first error, and no link to it, for every start', () => {
    expect(existsSync(`${fileOf('status')}.map`)).toBe(true);
    expect(readFileSync(fileOf('status'), 'utf8')).not.toContain('sourceMappingURL');
  });

  it.each([
    'aws-xray-sdk-core/dist/lib/middleware/sampling/rule_poller.js',
    'cls-hooked/context.js',
    'mnemonist/lru-cache.js',
    '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/readFile.js',
    '@smithy/core/dist-es/submodules/serde/util-stream/checksum/ChecksumStream.browser.js',
    '@smithy/core/dist-es/submodules/event-streams/index.js',
    'semver/index.js',
    '@aws-sdk/lib-dynamodb/dist-es/commands/ScanCommand.js',
    'zod/v4/core/to-json-schema.js',
    'zod/v4/locales/de.js',
    'zod/v4/classic/schemas.js',
  ])('holds no %s', (module) => {
    expect(sourcesOf('status').filter((source) => source.endsWith(`node_modules/${module}`))).toEqual([]);
  });

  it('has a sentence instead of a part that nothing comes by', () => {
    expect(readFileSync(fileOf('status'), 'utf8')).toContain(
      'This bundle holds no @smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js.',
    );
  });

  it('inflates pixels by Node, not by tables of its own', () => {
    expect(sourcesOf('validate-mask').filter((source) => source.includes('/fflate/'))).toEqual([]);
  });

  it('holds the contracts that it parses with, and no others', () => {
    expect(readFileSync(fileOf('validate-mask'), 'utf8')).toContain('mask_deadline');
    expect(readFileSync(fileOf('validate-mask'), 'utf8')).not.toContain('generate_3d');
  });

  it('holds the schemas of the calls of S3 that it makes, and those of its sessions only', () => {
    const paths = readFileSync(fileOf('download'), 'utf8').matchAll(
      /\["(?:GET|PUT|POST|HEAD|DELETE)","([^"]+)",\d+\]/g,
    );

    expect([...paths].map(([, path]) => path).sort()).toEqual([
      '/?session',
      '/{Key+}',
      '/{Key+}?x-id=GetObject',
    ]);
  });

  it('is loaded as Lambda loads it', () => {
    const loaded = createRequire(import.meta.url)(fileOf('status'));

    expect(loaded).toHaveProperty('handler', expect.any(Function));
  });
});

describe('what is left out', () => {
  it('must still be in its package: a bundle is refused when one is not', async () => {
    const built = build({ stdin: { contents: '' }, write: false, plugins: [leftOut], logLevel: 'silent' });

    await expect(built).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({
          text: expect.stringContaining('The packages have no aws-xray-sdk-core/dist/lib/patchers/http_p.js'),
        }),
      ]),
    });
  });
});

describe('what the SDK generates', () => {
  it('is given keys in words, so that what is not used can be left out', () => {
    const source =
      'const _h = "http";\nconst a = "ref", b = "argv";\nexport var Get$ = [9, { [_h]: 1, [b]: [{ [a]: b }] }];';

    expect(withConstants(source)).toContain('[9, { "http": 1, "argv": [{ "ref": b }] }]');
  });

  it('is given numbers for sums', () => {
    expect(withConstants('const r = 100_000_000;\nf([1, r + 115, -1]);')).toContain('f([1, 100000115, -1])');
  });

  it('keeps keys that are known only when it runs', () => {
    expect(withConstants('const of = (k) => ({ [k]: k + 1 });')).toBe('const of = (k) => ({ [k]: k + 1 });');
  });
});
