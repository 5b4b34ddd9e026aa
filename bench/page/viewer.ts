import type { Browser, Page } from '@playwright/test';
import type { Harness } from '#local/testing/harness/server.ts';
import { median } from '../shared/statistics.ts';
import { now, row, untilMeasured } from './measures.ts';

/** The name of web/viewer/ui/use-scene.ts. */
const sceneMeasure = 'gen3d.viewer.scene';
const frames = 120;
const fullFrames = 30;
const rests = 5;

/** A model to show. */
export interface MeasuredModel {
  readonly unit: 'points' | 'triangles';
  /** Of points or triangles. */
  readonly count: number;
  readonly ply: Uint8Array;
}

/** Measures the 3D viewer. */
export async function measureViewer(
  browser: Browser,
  harness: Harness,
  { unit, count, ply }: MeasuredModel,
): Promise<void> {
  const file = `${count}.ply`;
  harness.files.set(file, ply);
  const url = `${harness.url}/viewer.html?mesh=/files/${file}`;
  const name = `${count.toLocaleString('en')} ${unit}`;
  await using page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  await page.locator(`canvas[data-${unit}]`).waitFor();
  row(`${name}: page opened, first frame`, [await now(page)], await shown(page, unit, count));
  await untilMeasured(page, sceneMeasure, 1);
  row(`${name}: page opened, all shown`, [await now(page)]);
  const moving = await turn(page, unit, frames);
  row(`${name}: frame while rotating`, moving.times, drawn(unit, median(moving.drawn) / count));
  row(`${name}: rotation stopped, until all are shown`, await restTimes(page, unit, count));
  await using steady = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await steady.addInitScript(pretendFast);
  await steady.goto(url);
  await untilMeasured(steady, sceneMeasure, 1);
  const full = await turn(steady, unit, fullFrames);
  row(`${name}: frame while rotating, with all drawn`, full.times, drawn(unit, median(full.drawn) / count));
}

/** Frame times and what each frame draws while the model rotates, once the quality has adapted. */
function turn(page: Page, unit: string, count: number): Promise<{ times: number[]; drawn: number[] }> {
  return page.evaluate(`new Promise((done) => {
    const canvas = document.querySelector('canvas');
    const times = [];
    const drawn = [];
    let before = 0;
    let left = ${count} + 30;
    const next = () => {
      const now = performance.now();
      if (left-- < ${count}) {
        times.push(now - before);
        drawn.push(Number(canvas.dataset.${unit}));
      }
      before = now;
      if (left < 0) done({ times, drawn });
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
}

/** Milliseconds from stopping the rotation until the canvas shows all. */
async function restTimes(page: Page, unit: string, count: number): Promise<number[]> {
  const turntable = page.getByRole('button', { name: 'Auto-rotate' });
  const times: number[] = [];
  for (let i = 0; i < rests; i++) {
    await turntable.click();
    times.push(await page.evaluate(untilFull(unit, count)));
    await turntable.click();
    await page.waitForTimeout(1_000);
  }
  return times;
}

function untilFull(unit: string, count: number): string {
  return `new Promise((done) => {
    const canvas = document.querySelector('canvas');
    const start = performance.now();
    const next = () => {
      if (canvas.dataset.${unit} === '${count}') done(performance.now() - start);
      else requestAnimationFrame(next);
    };
    next();
  })`;
}

/** Makes the page see 2 ms per frame, so that it draws all in each. */
const pretendFast = `{
  const request = window.requestAnimationFrame.bind(window);
  let time = 0;
  window.requestAnimationFrame = (callback) => request(() => callback((time += 2)));
}`;

async function shown(page: Page, unit: string, count: number): Promise<string> {
  const found = Number(await page.locator('canvas').getAttribute(`data-${unit}`));
  return drawn(unit, found / count);
}

function drawn(unit: string, share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}% of the ${unit} drawn`;
}
