import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { Harness } from '#local/testing/harness/server.ts';
import { pressToFrame } from './frames.ts';
import { now, row } from './measures.ts';

/** The mark of web/mask/state/use-candidates.ts. */
const shownMark = 'gen3d.mask.shown';
const clicks = 15;
/** A pause between clicks, so that no work of the previous click is left. */
const restMs = 300;

/** Measures the mask editor with a photo. */
export async function measureMask(
  browser: Browser,
  harness: Harness,
  of: string,
  name: string,
): Promise<void> {
  await using page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${harness.url}/mask.html?of=${of}`);
  await page.getByText('Click the object you want in 3D').waitFor();
  row(`${name}: page opened, ready for clicks`, [await now(page)]);
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('The photo is not on the page.');
  const times = await pressToFrame(browser, page, shownMark, async () => {
    for (let i = 0; i < clicks; i++) {
      await page.mouse.click(box.x + box.width * (0.4 + i / 100), box.y + box.height * 0.4);
      await untilMarked(page, i + 1);
      await page.getByRole('button', { name: 'Start over' }).click();
      await sleep(restMs);
    }
  });
  row(`${name}: press to mask on the screen`, times);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.4);
  const submit = page.getByRole('button', { name: 'Make the 3D model' });
  await submit.click();
  const start = performance.now();
  await page.getByText('Checking the selection').waitFor();
  row(`${name}: mask made at full size and sent`, [performance.now() - start]);
}

async function untilMarked(page: Page, count: number): Promise<void> {
  const counted = () => page.evaluate(`performance.getEntriesByName('${shownMark}').length`);
  while (Number(await counted()) < count) await sleep(20);
  await sleep(restMs);
}
