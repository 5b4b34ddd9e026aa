import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { loggable } from '#tasks/core/telemetry/loggable.ts';
import { inSource } from '#tasks/core/telemetry/source-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'gen3d-source-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('stack frames of a bundle', () => {
  it('become frames of its source', () => {
    const error = failureOf(bundle('mapped', 'external'));

    expect(loggable(error)).toMatchObject({
      code: 'RangeError',
      stack: expect.arrayContaining([expect.stringMatching(/^ {4}at .*\(stdin\.ts:2:9\)$/)]),
    });
  });

  it('stay unchanged without a source map', () => {
    const file = bundle('bare', false);

    expect(loggable(failureOf(file))).toMatchObject({
      stack: expect.arrayContaining([expect.stringContaining(`${file}:1:`)]),
    });
  });

  it.each([
    '    at processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at async Promise.all (index 0)',
    '    at <anonymous>',
    '',
  ])('stay unchanged when they are not of the bundle: %s', (frame) => {
    expect(inSource(frame)).toBe(frame);
  });
});

function bundle(name: string, sourcemap: 'external' | false): string {
  const file = join(folder, `${name}.cjs`);
  const contents = 'export function fail(): never {\n  throw new RangeError("out of it");\n}\n';
  const stdin = { contents, loader: 'ts', sourcefile: 'stdin.ts' } as const;
  buildSync({ stdin, outfile: file, format: 'cjs', minify: true, sourcemap });
  return file;
}

function failureOf(file: string): unknown {
  try {
    return createRequire(import.meta.url)(file).fail();
  } catch (error) {
    return error;
  }
}
