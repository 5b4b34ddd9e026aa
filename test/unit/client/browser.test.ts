import { build } from 'esbuild';
import { expect, test } from 'vitest';

test.each(['client/api.ts', 'client/session.ts', 'client/select-mask.ts', 'client/ply.ts'])(
  '%s runs in a browser: nothing of Node is in it',
  async (entry) => {
    const { outputFiles, errors } = await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });

    expect(errors).toEqual([]);
    expect(outputFiles[0]?.text).not.toMatch(/["']node:|\bprocess\.|\bBuffer\./);
  },
);
