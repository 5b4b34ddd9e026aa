import { defineConfig } from 'vitest/config';
import { findPython } from './test/python.ts';

const python = findPython();
if (!python) console.log('No Python 3.11 or newer with venv here: the tests of container/ are left out.');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/chaos/**', ...(python ? [] : ['test/unit/container/**'])],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
