import { defineConfig } from 'vitest/config';
import { findPython } from '#container/python.ts';

const python = findPython();
if (!python) console.log('No Python 3.11 or newer with venv here: the tests of container/ are left out.');

const leftOut = [
  'test/browser/**',
  'test/chaos/**',
  'test/deployed/**',
  ...(python ? [] : ['test/unit/container/**', 'test/e2e/container/**']),
  // container/test.sh runs these: their environment, with torch, is large.
  ...(process.env.GEN3D_TORCH ? [] : ['test/torch/**']),
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: leftOut,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
