import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { ballMesh, ballPly } from '#local/testing/harness/models.ts';
import { addPhoto } from '#local/testing/harness/photo.ts';
import { startHarness } from '#local/testing/harness/server.ts';
import settings from '../../playwright.config.ts';
import { measureMask } from './mask.ts';
import { measureViewer } from './viewer.ts';

const photo40 = { width: 7_680, height: 5_208 };

await using harness = await startHarness();
const browser = await chromium.launch(settings.use?.launchOptions);
console.log(
  `Chromium ${browser.version()}, WebGL drawn in software, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);
console.log('| what | median | slowest | |\n| --- | --- | --- | --- |');
try {
  const sample = await readFile('local/demo/sample/coffee.png');
  await addPhoto(harness, 'cup', sample);
  await addPhoto(
    harness,
    'large',
    await sharp(sample)
      .resize({ ...photo40, fit: 'fill' })
      .jpeg()
      .toBuffer(),
  );
  await measureMask(browser, harness, 'cup', 'sample photo, 0.24 MP');
  await measureMask(browser, harness, 'large', 'photo of 40 MP');
  const colour = [180, 90, 40] as const;
  for (const count of [200_000, 1_000_000])
    await measureViewer(browser, harness, { unit: 'points', count, ply: ballPly(count, colour) });
  const rings = 274;
  const mesh = { unit: 'triangles', count: 4 * rings * (rings - 1), ply: ballMesh(rings, colour) } as const;
  await measureViewer(browser, harness, mesh);
} finally {
  await browser.close();
}
