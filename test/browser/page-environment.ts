import type { EnvironmentOptions } from '#local/environment/environment.ts';
import { buildPage } from '#local/environment/page-build.ts';
import { startTestEnvironment, type TestEnvironment } from '#test/support/test-environment.ts';

export type { ReceivedEmail } from '#local/scripted-user/inbox-client.ts';
export { sampleMask, samplePhoto } from '#local/testing/sample-images.ts';
/** The cup of the sample photo as a HEIC with a place and a camera. Chromium cannot show it. */
export const heicPhoto = 'test/fixtures/photos/cup.heic';
export type { TestEnvironment } from '#test/support/test-environment.ts';

/** A local environment that serves the page, in a temporary folder and on free ports. */
export async function startPageEnvironment(
  options: Partial<EnvironmentOptions> = {},
): Promise<TestEnvironment> {
  const webFolder = await buildPage(() => {});
  return startTestEnvironment(options.settings, { ...options, webFolder });
}
