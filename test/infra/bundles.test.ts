import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { omittedModules } from '#infra/constructs/bundles/module-overrides.ts';
import { withConstants } from '#infra/constructs/bundles/sdk-constants.ts';
import { handlerBundle } from '#infra/constructs/handler-bundles.ts';
import { runDecoder } from '#tasks/core/photo/decoder/run.ts';
import type { FunctionName } from '#tasks/manifest.ts';
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

  it('has a source map file, loaded only after an error', () => {
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

  it('replaces modules that are never used with an error message', () => {
    expect(readFileSync(fileOf('status'), 'utf8')).toContain(
      'This bundle has no @smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js.',
    );
  });

  it('of a function decodes nothing itself', () => {
    const codecs = sourcesOf('validate-mask').filter((source) =>
      /node_modules\/(fflate|fast-png|sharp)\//.test(source),
    );

    expect(codecs).toEqual([]);
  });

  it('has only the contracts that it parses with', () => {
    expect(readFileSync(fileOf('validate-mask'), 'utf8')).toContain('mask_deadline');
    expect(readFileSync(fileOf('validate-mask'), 'utf8')).not.toContain('generate_3d');
  });

  it('has only the schemas of the S3 calls that it makes', () => {
    const paths = readFileSync(fileOf('download'), 'utf8').matchAll(
      /\["(?:GET|PUT|POST|HEAD|DELETE)","([^"]+)",\d+\]/g,
    );

    expect([...paths].map(([, path]) => path).sort()).toEqual([
      '/?session',
      '/{Key+}',
      '/{Key+}?x-id=GetObject',
    ]);
  });

  it.each<[FunctionName, boolean]>([
    ['validate-input', true],
    ['validate-mask', true],
    ['status', false],
  ])('of %s has the decoder beside it: %s', (name, decodes) => {
    const files = readdirSync(handlerBundle(name));

    expect(files.includes('decoder.mjs')).toBe(decodes);
    expect(files.includes('libheif-LICENSE.txt') && files.includes('vips-LICENSE.txt')).toBe(decodes);
  });

  it('decodes a photo with nothing but its own folder', async () => {
    const folder = handlerBundle('validate-input');
    const photo = readFileSync(join(import.meta.dirname, '../../local/demo/sample/coffee.png'));
    const request = {
      task: 'photo',
      format: 'png',
      orientation: 1,
      width: 600,
      height: 400,
      maxSide: 300,
    } as const;
    const decoder = { file: join(folder, 'decoder.mjs'), folder };

    const answer = await runDecoder(request, photo, { timeoutMs: 60_000 }, decoder);

    expect(answer).toMatchObject({ head: { width: 300, height: 200 } });
  });

  it('can be loaded like on Lambda', () => {
    const loaded = createRequire(import.meta.url)(fileOf('status'));

    expect(loaded).toHaveProperty('handler', expect.any(Function));
  });
});

describe('an omitted module', () => {
  it('must exist in its package, or bundling fails', async () => {
    const built = build({
      stdin: { contents: '' },
      write: false,
      plugins: [omittedModules],
      logLevel: 'silent',
    });

    await expect(built).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({
          text: expect.stringContaining('The packages have no aws-xray-sdk-core/dist/lib/patchers/http_p.js'),
        }),
      ]),
    });
  });
});

describe('the SDK’s constants', () => {
  it('are inlined as property names, so that unused schemas can be removed', () => {
    const source =
      'const _h = "http";\nconst a = "ref", b = "argv";\nexport var Get$ = [9, { [_h]: 1, [b]: [{ [a]: b }] }];';

    expect(withConstants(source)).toContain('[9, { "http": 1, "argv": [{ "ref": b }] }]');
  });

  it('are inlined as numbers for sums', () => {
    expect(withConstants('const r = 100_000_000;\nf([1, r + 115, -1]);')).toContain('f([1, 100000115, -1])');
  });

  it('stay variables where keys are known only at run time', () => {
    expect(withConstants('const of = (k) => ({ [k]: k + 1 });')).toBe('const of = (k) => ({ [k]: k + 1 });');
  });
});
