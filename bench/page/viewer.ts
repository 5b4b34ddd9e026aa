import type { Browser, Page } from '@playwright/test';
import { ballPly } from '#test/browser/harness/models.ts';
import type { Harness } from '#test/browser/harness/server.ts';
import { median } from '../shared/statistics.ts';
import { now, row, untilMeasured } from './measures.ts';

/** The name of web/viewer/ui/use-scene.ts. */
const sceneMeasure = 'gen3d.viewer.scene';
const frames = 120;
const fullFrames = 30;
const rests = 5;

/** What the 3D viewer does with a model of so many points. */
export async function measureViewer(browser: Browser, harness: Harness, count: number): Promise<void> {
  const file = `${count}.ply`;
  harness.files.set(file, ballPly(count, [180, 90, 40]));
  const url = `${harness.url}/viewer.html?mesh=/files/${file}`;
  const name = `${count.toLocaleString('en')} points`;
  await using page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  await page.locator('canvas[data-points]').waitFor();
  row(`${name}: page opened, first picture`, [await now(page)], await shown(page, count));
  await untilMeasured(page, sceneMeasure, 1);
  row(`${name}: page opened, all points seen`, [await now(page)]);
  const moving = await turn(page, frames);
  row(`${name}: frame while it turns`, moving.times, drawn(median(moving.points) / count));
  row(`${name}: turntable switched off, until all points are seen again`, await restTimes(page, count));
  await using steady = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await steady.addInitScript(pretendFast);
  await steady.goto(url);
  await untilMeasured(steady, sceneMeasure, 1);
  const full = await turn(steady, fullFrames);
  row(
    `${name}: frame while it turns, if all of it were drawn`,
    full.times,
    drawn(median(full.points) / count),
  );
}

/** Frames of the turntable, once it has found its pace: their times, and the points in each. */
function turn(page: Page, count: number): Promise<{ times: number[]; points: number[] }> {
  return page.evaluate(`new Promise((done) => {
    const canvas = document.querySelector('canvas');
    const times = [];
    const points = [];
    let before = 0;
    let left = ${count} + 30;
    const next = () => {
      const now = performance.now();
      if (left-- < ${count}) {
        times.push(now - before);
        points.push(Number(canvas.dataset.points));
      }
      before = now;
      if (left < 0) done({ times, points });
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
}

/** From when the turntable is switched off until it has glided out and the canvas shows all points. */
async function restTimes(page: Page, count: number): Promise<number[]> {
  const turntable = page.getByRole('button', { name: 'Turntable' });
  const times: number[] = [];
  for (let i = 0; i < rests; i++) {
    await turntable.click();
    times.push(await page.evaluate(untilFull(count)));
    await turntable.click();
    await page.waitForTimeout(1_000);
  }
  return times;
}

function untilFull(count: number): string {
  return `new Promise((done) => {
    const canvas = document.querySelector('canvas');
    const start = performance.now();
    const next = () => {
      if (canvas.dataset.points === '${count}') done(performance.now() - start);
      else requestAnimationFrame(next);
    };
    next();
  })`;
}

/** Lets the page believe that each frame takes 2 ms, so that it draws all points in each. */
const pretendFast = `{
  const request = window.requestAnimationFrame.bind(window);
  let time = 0;
  window.requestAnimationFrame = (callback) => request(() => callback((time += 2)));
}`;

async function shown(page: Page, count: number): Promise<string> {
  const points = Number(await page.locator('canvas').getAttribute('data-points'));
  return drawn(points / count);
}

function drawn(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} % of the points drawn`;
}
