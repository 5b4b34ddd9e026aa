import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

const results = join(import.meta.dirname, 'node_modules', '.cache', 'gen3d', 'browser');

/** Default: Debian's Chromium. */
const executablePath = process.env.GEN3D_CHROMIUM ?? '/usr/bin/chromium';

// Each worker starts a local environment, so one is enough for a small computer.
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '**/*.test.ts',
  // container/test.sh runs this one: its environment, with torch, is large.
  testIgnore: process.env.GEN3D_TORCH ? [] : ['**/container.test.ts'],
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
      // Containers have no user namespaces for the sandbox and no GPU, so WebGL renders in software.
      args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
    },
  },
});
