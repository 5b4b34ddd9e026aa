import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { type Browser, chromium } from '@playwright/test';
import sharp from 'sharp';
import { addPhoto } from '#test/browser/harness/files.ts';
import { type Harness, startHarness } from '#test/browser/harness/server.ts';
import settings from '../../playwright.config.ts';
import { durations, now, row, untilMeasured } from './measures.ts';
import { measureViewer } from './viewer.ts';

/** The name of web/mask/state/use-candidates.ts. */
const maskMeasure = 'gen3d.mask.decode';
const clicks = 15;
const photo40 = { width: 7_680, height: 5_208 };

await using harness = await startHarness();
const browser = await chromium.launch(settings.use?.launchOptions);
console.log(
  `Chromium ${browser.version()}, WebGL drawn in software, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);
console.log('| what | median | slowest | |\n| --- | --- | --- | --- |');
try {
  const sample = await readFile('local/sample/coffee.png');
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
  for (const count of [200_000, 1_000_000]) await measureViewer(browser, harness, count);
} finally {
  await browser.close();
}

async function measureMask(browser: Browser, harness: Harness, of: string, name: string): Promise<void> {
  await using page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${harness.url}/mask.html?of=${of}`);
  await page.getByText('Click the object that you want in 3D').waitFor();
  row(`${name}: page opened, ready for clicks`, [await now(page)]);
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('The photo is not on the page.');
  for (let i = 0; i < clicks; i++) {
    await page.mouse.click(box.x + box.width * (0.4 + i / 100), box.y + box.height * 0.4);
    await untilMeasured(page, maskMeasure, i + 1);
    await page.getByRole('button', { name: 'Start over' }).click();
  }
  row(`${name}: click to mask on the screen`, await durations(page, maskMeasure));
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.4);
  const submit = page.getByRole('button', { name: 'Make the 3D model' });
  await submit.click();
  const start = performance.now();
  await page.getByText('Checking the selection').waitFor();
  row(`${name}: mask made at full size and sent`, [performance.now() - start]);
}
