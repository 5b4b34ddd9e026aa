import { describe, expect, it } from 'vitest';
import { PhotoError, readPhoto, type Size } from '#web/sessions/upload/photo.ts';

const jpeg = [0xff, 0xd8, 0xff, 0xe0];
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const box = (brand: string) => [0, 0, 0, 24, ...bytes(`ftyp${brand}`)];
const limits = { maxBytes: 1_000, maxPixels: 1_000_000, minSide: 64, maxAspect: 30 };

const bytes = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const file = (head: readonly number[], options: { type?: string; size?: number } = {}) =>
  new File([new Uint8Array([...head, ...Array(options.size ?? 100).fill(0)])], 'mine', {
    type: options.type ?? '',
  });
const sized = (width: number, height: number) => async (): Promise<Size> => ({ width, height });

async function refusal(promise: Promise<unknown>): Promise<PhotoError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof PhotoError) return error;
  throw new Error(`Not refused: ${String(error)}`);
}

describe('readPhoto', () => {
  it.each([
    ['JPEG', jpeg, 'image/jpeg'],
    ['PNG', png, 'image/png'],
  ])('recognizes %s by its content', async (_, head, type) => {
    const photo = await readPhoto(file(head, { type: 'text/plain' }), limits, sized(640, 480));

    expect(photo).toMatchObject({ type, name: 'mine', width: 640, height: 480 });
    expect(photo.blob.type).toBe(type);
  });

  it('applies no limits when the site has none', async () => {
    const photo = await readPhoto(file(jpeg, { size: 5_000 }), undefined, sized(9_000, 9_000));

    expect(photo.width).toBe(9_000);
  });
});

describe('readPhoto refuses, with advice,', () => {
  it.each([
    ['a HEIC photo', box('heic'), 'Most Compatible'],
    ['a HEIF photo', box('mif1'), 'Most Compatible'],
    ['an AVIF picture', box('avif'), 'Save the picture as JPEG or PNG'],
    ['a WebP picture', [...bytes('RIFF'), 1, 2, 3, 4, ...bytes('WEBP')], 'Save the picture as JPEG or PNG'],
    ['a video', box('isom'), 'This is a video'],
    ['a text', bytes('hello'), "isn't a JPEG or PNG"],
  ])('%s', async (_, head, advice) => {
    const { code, message } = await refusal(readPhoto(file(head), limits, sized(640, 480)));

    expect(code).toBe('PhotoFormat');
    expect(message).toContain(advice);
  });

  it.each([
    ['an empty one', new File([], 'mine'), 'PhotoEmpty', sized(1, 1)],
    ['one with too many bytes', file(jpeg, { size: 1_000 }), 'PhotoTooLarge', sized(640, 480)],
    ['one with a short side', file(jpeg), 'PhotoTooSmall', sized(640, 63)],
    ['one with too many pixels', file(jpeg), 'PhotoTooManyPixels', sized(1_001, 1_000)],
    ['a damaged one', file(jpeg), 'PhotoUnreadable', async () => Promise.reject(new Error('no picture'))],
  ])('%s', async (_, chosen, code, measure) => {
    expect((await refusal(readPhoto(chosen, limits, measure))).code).toBe(code);
  });
});
