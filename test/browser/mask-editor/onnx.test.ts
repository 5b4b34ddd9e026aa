import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import * as runtime from 'onnxruntime-web';
import { z } from 'zod';
import { decodeEmbeddings, onnxDecoder } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#tasks/core/contracts/embeddings.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';
import { Drawing } from '#web/mask/model/drawing.ts';
import { isSelected, placeOf } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import { handIn, open } from '../harness/mask-editor.ts';

test('the ONNX decoder makes the same mask in the browser as in Node', async ({ page, harness }) => {
  const folder = 'test/fixtures/sam3-tiny';
  const [photo, manifest, data, graph] = await Promise.all(
    ['photo.png', 'embeddings.json', 'embeddings.bin', 'decoder.onnx'].map((name) =>
      readFile(`${folder}/${name}`),
    ),
  );
  if (!photo || !manifest || !data || !graph) throw new Error('The fixture is not complete.');
  const parsed = EmbeddingsManifest.parse(JSON.parse(manifest.toString()));
  const served = { ...parsed, decoder: { ...parsed.decoder, url: 'files/tiny/decoder.onnx' } };
  harness.files.set('tiny/photo', photo);
  harness.files.set('tiny/embeddings.json', Buffer.from(JSON.stringify(served)));
  harness.files.set('tiny/embeddings.bin', data);
  harness.files.set('tiny/decoder.onnx', graph);
  await open(page, 'tiny');
  const { x, y } = await placeOf(page, [30, 20], { width: 96, height: 64 });
  await page.mouse.click(x, y);
  await page.getByRole('button', { name: 'Small' }).click();
  const clicks = await draftedClicks(page);

  const ours = decode(await handIn(page, harness));

  const embeddings = decodeEmbeddings(parsed, data);
  const decoder = onnxDecoder(embeddings, await openGraph(runtime, graph, embeddings));
  const candidates = await decoder.decode({ points: clicks });
  const theirs = candidates[0]?.mask.data ?? new Uint8Array();
  const different = Array.from(theirs.keys()).filter((i) => isSelected(ours, i) !== (theirs[i] ?? 0) > 127);
  expect(different.length / theirs.length).toBeLessThan(0.02);
});

/** As they are kept for a reload: exact to the last digit. */
async function draftedClicks(page: Page): Promise<Drawing['clicks']> {
  const drafts = await page.evaluate(() => Object.values(localStorage));
  return z.object({ drawing: Drawing }).parse(JSON.parse(String(drafts[0]))).drawing.clicks;
}
