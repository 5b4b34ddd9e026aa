import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { photoOf, positionOf } from './harness/editor.ts';
import { samplePhoto } from './page-environment.ts';

/** Uploads a photo on the sessions page and starts its session. @returns the job id */
export async function startModel(page: Page, photo: string = samplePhoto): Promise<string> {
  await choosePhoto(page, photo);
  await page.getByRole('button', { name: 'Use this photo' }).click();
  await page.waitForURL(/\/sessions\//);
  return jobIdOf(page);
}

/** A file as the page gets it. */
export interface PickedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A file with another type than its name tells. */
export async function pickedFile(path: string, mimeType: string): Promise<PickedFile> {
  return { name: basename(path), mimeType, buffer: await readFile(path) };
}

export async function choosePhoto(page: Page, file: string | PickedFile): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(file);
}

export function jobIdOf(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Clicks the cup of the sample photo and waits for its outline. */
export async function selectCup(page: Page): Promise<void> {
  await expect(photoOf(page)).toBeVisible();
  const makeModel = page.getByRole('button', { name: 'Make the 3D model' });
  const { x, y } = await positionOf(page, [285, 150]);
  await page.mouse.click(x, y);
  await expect(makeModel).toBeEnabled();
}

export async function makeModel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make the 3D model' }).click();
}

export async function expectModel(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Your model is ready' })).toBeVisible({ timeout: 120_000 });
}
