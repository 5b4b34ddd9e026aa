import { buildPage } from '#local/home/page-build.ts';
import type { HomeOptions } from '#local/home.ts';
import { startTestHome, type TestHome } from '#test/e2e/home.ts';

export { type Mail, sampleMask, samplePhoto, type TestHome } from '#test/e2e/home.ts';

/** A home that serves the page, in a folder of its own and on free ports. */
export async function startPageHome(options: Partial<HomeOptions> = {}): Promise<TestHome> {
  const webFolder = await buildPage(() => {});
  return startTestHome(options.settings, { ...options, webFolder });
}
