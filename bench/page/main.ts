import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { addPhoto } from '#test/browser/harness/files.ts';
import { ballPly } from '#test/browser/harness/models.ts';
import { type Harness, startHarness } from '#test/browser/harness/server.ts';
import settings from '../../playwright.config.ts';

/** The names of web/mask/state/use-candidates.ts and web/viewer/ui/use-scene.ts. */
const measures = { mask: 'gen3d.mask.decode', scene: 'gen3d.viewer.scene' };
const clicks = 15;
const frames = 60;
const photo40 = { width: 7_680, height: 5_208 };

await using harness = await startHarness();
const browser = await chromium.launch(settings.use?.launchOptions);
console.log(
  `Chromium ${browser.version()}, WebGL drawn in software, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);
console.log('| what | median | slowest |\n| --- | --- | --- |');
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
    await untilMeasured(page, measures.mask, i + 1);
    await page.getByRole('button', { name: 'Start over' }).click();
  }
  row(`${name}: click to mask on the screen`, await durations(page, measures.mask));
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.4);
  const submit = page.getByRole('button', { name: 'Make the 3D model' });
  await submit.click();
  const start = performance.now();
  await page.getByText('Checking the selection').waitFor();
  row(`${name}: mask made at full size and sent`, [performance.now() - start]);
}

async function measureViewer(browser: Browser, harness: Harness, count: number): Promise<void> {
  const file = `${count}.ply`;
  harness.files.set(file, ballPly(count, [180, 90, 40]));
  await using page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${harness.url}/viewer.html?mesh=/files/${file}`);
  await untilMeasured(page, measures.scene, 1);
  const name = `${count.toLocaleString('en')} points`;
  row(`${name}: page opened, model seen`, [await now(page)]);
  row(`${name}: frame of the turntable`, await frameTimes(page));
}

/** Milliseconds since the page was opened. */
function now(page: Page): Promise<number> {
  return page.evaluate('performance.now()');
}

function durations(page: Page, name: string): Promise<number[]> {
  return page.evaluate(`performance.getEntriesByName('${name}').map((entry) => entry.duration)`);
}

async function untilMeasured(page: Page, name: string, count: number): Promise<void> {
  while ((await durations(page, name)).length < count) await sleep(20);
}

function frameTimes(page: Page): Promise<number[]> {
  return page.evaluate(`new Promise((done) => {
    const times = [];
    const next = (time) => {
      times.push(time);
      if (times.length > ${frames}) done(times.slice(1).map((each, i) => each - times[i]));
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
}

function row(name: string, milliseconds: readonly number[]): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const shown = [sorted[sorted.length >> 1], sorted.at(-1)].map(
    (value = Number.NaN) => `${value.toFixed(0)} ms`,
  );
  console.log(`| ${name} | ${shown.join(' | ')} |`);
}
