import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

const results = join(import.meta.dirname, 'node_modules', '.cache', 'gen3d', 'browser');

/** Debian's Chromium, unless another is named. */
const executablePath = process.env.GEN3D_CHROMIUM ?? '/usr/bin/chromium';

/** Each worker has a home of its own, with everything that belongs to it: two are enough for a small machine. */
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '**/*.test.ts',
  outputDir: join(results, 'results'),
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      // Containers have no user namespaces for its sandbox, and no graphics card: WebGL is drawn in software.
      args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
    },
  },
});
