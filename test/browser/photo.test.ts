import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './fixtures.ts';
import { heicPhoto, samplePhoto } from './page-environment.ts';
import { choosePhoto, pickedFile } from './steps.ts';

const refused = "We can't use this file";
const camera = 'Obscura 3000';
const removal = 'Remove place and camera from the photo before the upload';

/** The sample photo with a camera and a place. */
function telling() {
  return sharp(samplePhoto).withExif({
    IFD0: { Make: camera },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
  });
}

/** Lowers the site's limits, so that a small photo is over them. */
async function limit(page: Page, limits: { maxPixels?: number; maxBytes?: number }): Promise<void> {
  await page.route('**/web-config.json', async (route) => {
    const response = await route.fetch();
    const config: { photo: object } = await response.json();
    await route.fulfill({ response, json: { ...config, photo: { ...config.photo, ...limits } } });
  });
  await page.reload();
}

/** Sends the chosen photo. @returns the file as it leaves the page */
async function sent(page: Page): Promise<Buffer> {
  const file = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<FormDataEntryValue | null>();
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      if (body instanceof FormData) resolve(body.get('file'));
      return send.call(this, body);
    };
    return { promise };
  });
  await page.getByRole('button', { name: 'Use this photo' }).click();
  const bytes = await file.evaluate(async ({ promise }) => {
    const blob = await promise;
    return blob instanceof Blob ? [...new Uint8Array(await blob.arrayBuffer())] : [];
  });
  await page.waitForURL(/\/sessions\//);
  expect(bytes.length).toBeGreaterThan(0);
  return Buffer.from(bytes);
}

test('says why it refuses a file, and accepts a good one', async ({ studio }) => {
  await choosePhoto(studio, { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('hello') });
  await expect(studio.getByText(/isn't a photo/)).toBeVisible();

  await choosePhoto(studio, {
    name: 'drawing.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  });
  await expect(studio.getByText(/This file is an SVG drawing. Export it as PNG/)).toBeVisible();

  const tiny = await sharp({ create: { width: 40, height: 300, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await choosePhoto(studio, { name: 'tiny.png', mimeType: 'image/png', buffer: tiny });
  await expect(studio.getByText(/only 40 × 300 pixels/)).toBeVisible();

  await choosePhoto(studio, samplePhoto);
  await expect(studio.getByText(refused)).toBeHidden();
  await expect(studio.getByText(/600 × 400 pixels/)).toBeVisible();
});

test('shows a rotated photo upright, with its upright size', async ({ studio }) => {
  const turned = await sharp(samplePhoto).withMetadata({ orientation: 6 }).jpeg().toBuffer();

  await choosePhoto(studio, { name: 'turned.jpg', mimeType: 'image/jpeg', buffer: turned });

  await expect(studio.getByText(/400 × 600 pixels/)).toBeVisible();
  await expect(studio.getByAltText('Your upload')).toBeVisible();
  const shown = await studio.getByAltText('Your upload').boundingBox();
  expect(shown?.height).toBeGreaterThan(shown?.width ?? 0);
});

for (const way of ['drop', 'paste'] as const) {
  test(`accepts a photo by ${way}`, async ({ studio }) => {
    const base64 = (await readFile(samplePhoto)).toString('base64');

    await studio.evaluate(
      ([kind, data]) => {
        const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'coffee.png', { type: 'image/png' }));
        const event =
          kind === 'drop'
            ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      },
      [way, base64] as const,
    );

    await expect(studio.getByText(/600 × 400 pixels/)).toBeVisible();
  });
}

test('shows name and size of a photo that the browser cannot show', async ({ studio }) => {
  // Some systems know no type for HEIC.
  await choosePhoto(studio, await pickedFile(heicPhoto, ''));

  await expect(studio.getByText('cup.heic')).toBeVisible();
  await expect(studio.getByText("This browser can't show HEIC photos.")).toBeVisible();
  await expect(studio.getByText('600 × 400 pixels, 49 KB')).toBeVisible();
  await expect(studio.getByAltText('Your upload')).toBeHidden();
});

for (const [orientation, size] of [
  [1, '489 × 326'],
  [6, '326 × 489'],
] as const) {
  test(`scales a photo over the limits, and says so: orientation ${orientation}`, async ({ studio }) => {
    await limit(studio, { maxPixels: 160_000 });
    const large = await telling().withMetadata({ orientation }).jpeg().toBuffer();
    await choosePhoto(studio, { name: 'large.jpg', mimeType: 'image/jpeg', buffer: large });

    await expect(studio.getByText(`The photo was scaled to ${size}`)).toBeVisible();
    const scaledFile = await sent(studio);

    const { width, height, format } = await sharp(scaledFile).metadata();
    expect({ format, size: `${width} × ${height}` }).toEqual({ format: 'jpeg', size });
    expect(scaledFile.includes(camera)).toBe(false);
    const upright = await sharp(large).autoOrient().resize(width, height).greyscale().raw().toBuffer();
    const scaled = await sharp(scaledFile).greyscale().raw().toBuffer();
    const difference = upright.reduce((sum, value, at) => sum + Math.abs(value - (scaled[at] ?? 0)), 0);
    expect(difference / upright.length).toBeLessThan(6);
  });
}

test('keeps the transparency of a photo over the limits', async ({ studio }) => {
  await limit(studio, { maxPixels: 160_000 });
  const cutout = await sharp({ create: { width: 600, height: 400, channels: 4, background: '#f008' } })
    .png()
    .toBuffer();
  await choosePhoto(studio, { name: 'cutout.png', mimeType: 'image/png', buffer: cutout });
  await expect(studio.getByText('The photo was scaled to 489 × 326')).toBeVisible();

  const { width, hasAlpha } = await sharp(await sent(studio)).metadata();

  expect({ width, hasAlpha }).toEqual({ width: 489, hasAlpha: true });
});

test('says what to do when the browser cannot scale a photo over the limits', async ({ studio }) => {
  await limit(studio, { maxPixels: 160_000 });

  await choosePhoto(studio, heicPhoto);

  await expect(studio.getByText(/Export a smaller copy. This browser can't scale a HEIC down/)).toBeVisible();
});

test('uploads a photo without place and camera', async ({ studio }) => {
  const buffer = await telling().jpeg().toBuffer();
  await choosePhoto(studio, { name: 'cup.jpg', mimeType: 'image/jpeg', buffer });
  await expect(studio.getByLabel(removal)).toBeChecked();

  const file = await sent(studio);

  expect(buffer.includes(camera)).toBe(true);
  expect(file.includes(camera)).toBe(false);
  expect((await sharp(file).metadata()).exif).toBeUndefined();
});

test('uploads place and camera of a HEIC only with the choice cleared, and remembers it', async ({
  studio,
}) => {
  await choosePhoto(studio, heicPhoto);
  expect((await sent(studio)).includes(camera)).toBe(false);

  await studio.goto('/');
  await choosePhoto(studio, heicPhoto);
  await studio.getByLabel(removal).uncheck();
  expect((await sent(studio)).includes(camera)).toBe(true);

  await studio.goto('/');
  await choosePhoto(studio, heicPhoto);
  await expect(studio.getByLabel(removal)).not.toBeChecked();
});

test('says that place and camera of a TIFF are uploaded', async ({ studio }) => {
  const buffer = await telling().tiff().toBuffer();
  await choosePhoto(studio, { name: 'scan.tif', mimeType: 'image/tiff', buffer });

  await expect(studio.getByText(/A TIFF is uploaded unchanged, with its place and camera/)).toBeVisible();
  await expect(studio.getByLabel(removal)).toBeHidden();
});

test('keeps the photo when an upload fails, and uploads it again', async ({ studio }) => {
  const posts: string[] = [];
  await studio.route(/gen3d-data/, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    posts.push(route.request().url());
    if (posts.length > 1) return route.fallback();
    await route.fulfill({
      status: 403,
      headers: { 'access-control-allow-origin': '*' },
      body: '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: expired.</Message></Error>',
    });
  });
  await choosePhoto(studio, samplePhoto);
  await studio.getByRole('button', { name: 'Use this photo' }).click();

  await expect(studio.getByText('Upload failed')).toBeVisible();
  await studio.getByRole('button', { name: 'Try again' }).click();

  await expect(studio).toHaveURL(/sessions/);
  expect(posts).toHaveLength(2);
});
