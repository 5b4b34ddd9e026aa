import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import * as runtime from 'onnxruntime-web';
import { z } from 'zod';
import { decodeEmbeddings, onnxDecoder } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import type { Harness } from '#local/testing/harness/server.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';
import { Drawing } from '#web/mask/model/drawing.ts';
import { isSelected, positionOf } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import { click, inCoffee, open, submitMask } from '../harness/mask-editor.ts';

test('links the license that lies beside the ONNX decoder', async ({ page, harness }) => {
  await serveTiny(harness);
  await open(page, 'tiny');

  const url = `${harness.url}/files/tiny/decoder.LICENSE.txt`;
  await expect(page.getByRole('link', { name: 'SAM License' })).toHaveAttribute('href', url);
});

test('names no license with the preview model', async ({ page }) => {
  await open(page);
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: 'Small' })).toBeVisible();

  await expect(page.getByRole('link', { name: 'SAM License' })).toBeHidden();
});

test('makes the same mask with the ONNX decoder in the browser as in Node', async ({ page, harness }) => {
  const { parsed, data, graph } = await serveTiny(harness);
  await open(page, 'tiny');
  const { x, y } = await positionOf(page, [30, 20], { width: 96, height: 64 });
  await page.mouse.click(x, y);
  await page.getByRole('button', { name: 'Small' }).click();
  const clicks = await draftedClicks(page);

  const ours = decode(await submitMask(page, harness));

  const embeddings = decodeEmbeddings(parsed, data);
  const decoder = onnxDecoder(embeddings, await openGraph(runtime, graph, embeddings));
  const candidates = await decoder.decode({ points: clicks });
  const theirs = candidates[0]?.mask.data ?? new Uint8Array();
  const different = Array.from(theirs.keys()).filter((i) => isSelected(ours, i) !== (theirs[i] ?? 0) > 127);
  expect(different.length / theirs.length).toBeLessThan(0.02);
});

/** Serves the fixture to the editor, with the decoder at a URL of this origin. */
async function serveTiny(harness: Harness) {
  const folder = 'test/fixtures/sam3-tiny';
  const [photo, manifest, data, graph] = await Promise.all(
    ['photo.png', 'embeddings.json', 'embeddings.bin', 'decoder.onnx'].map((name) =>
      readFile(`${folder}/${name}`),
    ),
  );
  if (!photo || !manifest || !data || !graph) throw new Error('The fixture is incomplete.');
  const parsed = EmbeddingsManifest.parse(JSON.parse(manifest.toString()));
  const served = { ...parsed, decoder: { ...parsed.decoder, url: 'files/tiny/decoder.onnx' } };
  harness.files.set('tiny/photo', photo);
  harness.files.set('tiny/embeddings.json', Buffer.from(JSON.stringify(served)));
  harness.files.set('tiny/embeddings.bin', data);
  harness.files.set('tiny/decoder.onnx', graph);
  return { parsed, data, graph };
}

/** The exact clicks, from the draft. */
async function draftedClicks(page: Page): Promise<Drawing['clicks']> {
  const drafts = await page.evaluate(() => Object.values(localStorage));
  return z.object({ drawing: Drawing }).parse(JSON.parse(String(drafts[0]))).drawing.clicks;
}
