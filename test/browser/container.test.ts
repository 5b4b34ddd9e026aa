import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { decoderKey } from '#contracts/keys.ts';
import { saveDecoder } from '#infra/models/download/decoder.ts';
import { torchPython } from '#infra/models/python.ts';
import { freePort, startRealContainer } from '../e2e/container/real-container.ts';
import { test as base, expect } from './fixtures.ts';
import { photoOf, positionOf } from './harness/editor.ts';
import { startPageEnvironment, type TestEnvironment } from './page-environment.ts';
import { expectModel, makeModel, startModel } from './steps.ts';

/** Three processes, as on a computer with a GPU: local server, container, and the container's worker with SAM 3. */
const test = base.extend<object, { readonly environment: TestEnvironment }>({
  environment: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      const modelFolder = await weightsOfTinySam3();
      const port = await freePort();
      const endpointUrl = `http://127.0.0.1:${port}`;
      const environment = await startPageEnvironment({ endpointUrl, weightsFolder: modelFolder });
      const interpreter = await python('-c', 'import sys; print(sys.executable)');
      const container = await startRealContainer(environment.environment, {
        port,
        sam3: { modelFolder, python: interpreter },
      });
      await use(environment);
      await container[Symbol.asyncDispose]();
      await environment[Symbol.asyncDispose]();
      await rm(modelFolder, { recursive: true });
    },
    { scope: 'worker', timeout: 600_000 },
  ],
});

test('makes a model with the container, whose decoder the page runs', async ({ studio, user }) => {
  const decoders: number[] = [];
  studio.on('response', (response) => {
    if (new URL(response.url()).pathname === `/${decoderKey}`) decoders.push(response.status());
  });

  const jobId = await startModel(studio);
  await clickOn(studio, [285, 150]);
  await makeModel(studio);
  await expectModel(studio);

  const { files } = await user.client.result(jobId);
  const manifest = EmbeddingsManifest.parse(await (await fetch(files.embeddings ?? '')).json());
  expect(manifest.model).toEqual({ name: 'facebook/sam3', revision: 'tiny-random', preview: false });
  expect(decoders).toEqual([200]);
});

/** A folder of weights with the decoder that `npm run models:download` exports. */
async function weightsOfTinySam3(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-weights-'));
  await python('-m', 'tests.sam3.tiny', join(folder, 'sam3'));
  await writeFile(join(folder, 'sam3', 'LICENSE'), 'SAM License');
  await saveDecoder(folder, () => {});
  return folder;
}

/** Selects what random weights find at a point. The larger masks cover the whole photo. */
async function clickOn(page: Page, point: readonly [number, number]): Promise<void> {
  await expect(photoOf(page)).toBeVisible({ timeout: 120_000 });
  const { x, y } = await positionOf(page, point);
  await page.mouse.click(x, y);
  await page.getByRole('button', { name: 'Small' }).click();
  await expect(page.getByRole('button', { name: 'Make the 3D model' })).toBeEnabled();
}

/** Runs Python with torch. */
async function python(...args: string[]): Promise<string> {
  const [command, ...first] = torchPython;
  return (await promisify(execFile)(command, [...first, ...args])).stdout.trim();
}
