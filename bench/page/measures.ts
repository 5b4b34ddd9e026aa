import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { median } from '../shared/statistics.ts';

/** Milliseconds since the page was opened. */
export function now(page: Page): Promise<number> {
  return page.evaluate('performance.now()');
}

/** The page's performance measures of this name, in milliseconds. */
export function durations(page: Page, name: string): Promise<number[]> {
  return page.evaluate(`performance.getEntriesByName('${name}').map((entry) => entry.duration)`);
}

export async function untilMeasured(page: Page, name: string, count: number): Promise<void> {
  while ((await durations(page, name)).length < count) await sleep(20);
}

/** Prints a row of the table. */
export function row(name: string, milliseconds: readonly number[], note = ''): void {
  const [middle, slowest] = [median(milliseconds), Math.max(...milliseconds)].map(
    (value) => `${value.toFixed(0)} ms`,
  );
  console.log(`| ${name} | ${middle} | ${slowest} | ${note} |`);
}
