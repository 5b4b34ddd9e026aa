import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { handlerBundle } from '#infra/constructs/handler-bundles.ts';
import type { FunctionName } from '#tasks/core/environment.ts';
import { clientsOf } from '../../bench/cold-start/clients.ts';

const fileOf = (name: FunctionName) => join(handlerBundle(name), 'index.cjs');

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

  it('is loaded as Lambda loads it', () => {
    const loaded = createRequire(import.meta.url)(fileOf('status'));

    expect(loaded).toHaveProperty('handler', expect.any(Function));
  });
});
