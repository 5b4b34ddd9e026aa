import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from './fixtures.ts';
import { samplePhoto } from './page-environment.ts';
import { choosePhoto } from './steps.ts';

const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(64)]);
const refused = "We can't use this file";

test('explains why it refuses a file, and accepts a good one', async ({ studio }) => {
  await choosePhoto(studio, { name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic });
  await expect(studio.getByText(/iPhone HEIC photo/)).toBeVisible();

  await choosePhoto(studio, { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('hello') });
  await expect(studio.getByText(/isn't a JPEG or PNG/)).toBeVisible();

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
