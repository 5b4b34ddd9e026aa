import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { PackageFunction } from '#state-machines/asl/jsonata/package.ts';
import { synchronousPackage } from '#state-machines/asl/jsonata/package.ts';
import { moduleOf } from '#web/build/jsonata.ts';

const expressions = [
  '$sum([1, 2, 3])',
  '$max([1, $ceil((1700000000000 - 1699999999000) / 1000)])',
  "$merge([{'a': {'S': 'x'}}, $exists(nothing) ? {} : {'b': 1}])",
  "$fromMillis(1700000000000) & ' ' & $string(0)",
  '$map([1..4], function($v) { $v * $v })[$ > 4]',
];

function evaluateAll(factory: PackageFunction): unknown[] {
  const module: { exports: unknown } = { exports: {} };
  factory(module.exports, module, Date, Math);
  const jsonata = module.exports;
  if (typeof jsonata !== 'function') throw new Error('The module exports no function.');
  return expressions.map((text) => JSON.stringify(jsonata(text).evaluate({})));
}

describe('JSONata in the page', () => {
  it('evaluates synchronously, with the same results as in Node', async () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
    const built = await import(`data:text/javascript,${encodeURIComponent(moduleOf(source))}`);

    const here = evaluateAll(synchronousPackage());
    expect(evaluateAll(built.synchronousPackage())).toEqual(here);
    expect(here).not.toContain(undefined);
  });

  it('uses nothing that the page’s policy forbids', () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

    expect(moduleOf(source)).not.toMatch(/\beval\(|new Function\b|\brequire\(['"]node:/);
  });
});
