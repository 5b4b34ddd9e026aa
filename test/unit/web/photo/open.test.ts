import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { heifFile } from '#test/unit/contracts/photo/support/heif-file.ts';
import { type OpenedPhoto, openPhoto, type Scale } from '#web/photo/open.ts';

const limits = { maxBytes: 100_000, maxPixels: 1_000_000, minSide: 64, maxAspect: 30 };
const noScale: Scale = () => Promise.reject(new Error('This browser has no canvas in workers.'));

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: 'red' } });
}

function fileOf(bytes: Uint8Array, type = ''): File {
  return new File([new Uint8Array(bytes)], 'mine', { type });
}

async function refused(opening: ReturnType<typeof openPhoto>): Promise<{ code: string; message: string }> {
  const opened = await opening;
  if ('code' in opened) return opened;
  throw new Error('Not refused.');
}

async function accepted(opening: ReturnType<typeof openPhoto>): Promise<OpenedPhoto> {
  const opened = await opening;
  if ('code' in opened) throw new Error(opened.message);
  return opened;
}

describe('openPhoto', () => {
  it('tells the format by the bytes, whatever name and type say', async () => {
    const file = fileOf(await picture(640, 480).webp().toBuffer(), 'image/jpeg');

    const photo = await accepted(openPhoto(file, limits, noScale));

    expect(photo).toMatchObject({ type: 'image/webp', size: { width: 640, height: 480 }, isScaled: false });
    expect(photo.blob.type).toBe('image/webp');
  });

  it('takes a HEIC without a type', async () => {
    const photo = await accepted(openPhoto(fileOf(heifFile({ width: 640, height: 480 })), limits, noScale));

    expect(photo).toMatchObject({ type: 'image/heic', hasRemovableMetadata: true });
  });

  it('gives the upright size of a turned photo', async () => {
    const turned = await picture(640, 480).withMetadata({ orientation: 6 }).jpeg().toBuffer();

    const photo = await accepted(openPhoto(fileOf(turned), limits, noScale));

    expect(photo.size).toEqual({ width: 480, height: 640 });
  });

  it('says that the metadata of a TIFF stays', async () => {
    const photo = await accepted(openPhoto(fileOf(await picture(64, 64).tiff().toBuffer()), limits, noScale));

    expect(photo.hasRemovableMetadata).toBe(false);
  });

  it('applies no limits when the site publishes none', async () => {
    const photo = await accepted(
      openPhoto(fileOf(await picture(2_000, 20).png().toBuffer()), undefined, noScale),
    );

    expect(photo.size.width).toBe(2_000);
  });

  it('refuses what is no photo by its first bytes', async () => {
    const video = fileOf(Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(200_000)]));
    Object.defineProperty(video, 'arrayBuffer', { value: () => Promise.reject(new Error('Never read.')) });

    const { code, message } = await refused(openPhoto(video, limits, noScale));

    expect(code).toBe('PhotoFormatUnknown');
    expect(message).toContain('video');
  });

  it.each([
    ['a text', () => Buffer.from('hello'), 'PhotoNotAnImage'],
    ['an empty file', () => Buffer.alloc(0), 'PhotoNotAnImage'],
    ['a tiny photo', () => picture(40, 300).png().toBuffer(), 'PhotoTooSmall'],
    ['a strip', () => picture(4_000, 100).png().toBuffer(), 'PhotoAspect'],
    [
      'the start of a photo',
      async () => (await picture(90, 90).png().toBuffer()).subarray(0, 60),
      'PhotoTruncated',
    ],
  ])('refuses %s', async (_, make, code) => {
    expect((await refused(openPhoto(fileOf(await make()), limits, noScale))).code).toBe(code);
  });

  it('refuses a file that cannot be read', async () => {
    const file = fileOf(await picture(90, 90).png().toBuffer());
    Object.defineProperty(file, 'arrayBuffer', {
      value: () => Promise.reject(new Error('NotReadableError')),
    });

    expect((await refused(openPhoto(file, limits, noScale))).code).toBe('PhotoUnreadable');
  });
});

describe('openPhoto of a photo over the limits', () => {
  const copy = new Blob(['small'], { type: 'image/jpeg' });
  const scale: Scale = async () => ({ blob: copy, size: { width: 1_000, height: 800 } });

  it.each([
    ['pixels', () => picture(1_250, 1_000).png().toBuffer()],
    ['bytes', async () => Buffer.concat([await picture(500, 400).png().toBuffer(), Buffer.alloc(100_000)])],
  ])('scales it down: %s', async (_, make) => {
    const photo = await accepted(openPhoto(fileOf(await make()), limits, scale));

    expect(photo).toMatchObject({
      blob: copy,
      type: 'image/jpeg',
      size: { width: 1_000, height: 800 },
      isScaled: true,
      hasRemovableMetadata: false,
    });
  });

  it('says what to do when the browser cannot', async () => {
    const file = fileOf(heifFile({ width: 2_000, height: 1_000 }));

    const { code, message } = await refused(openPhoto(file, limits, noScale));

    expect(code).toBe('PhotoTooManyPixels');
    expect(message).toBe(
      "This photo has 2 megapixels. The limit is 1. Export a smaller copy. This browser can't scale a HEIC down.",
    );
  });
});
