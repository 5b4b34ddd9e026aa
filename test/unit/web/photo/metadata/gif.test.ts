import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { stripGif } from '#web/photo/metadata/gif.ts';

const frame = (background: string) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();

async function animation(): Promise<Buffer> {
  const frames = await Promise.all([frame('red'), frame('blue')]);
  return sharp(frames, { join: { animated: true } })
    .gif({ loop: 3 })
    .toBuffer();
}

/** An extension with a label, and a name for an application. */
function extension(label: number, name: string, body: Uint8Array): Buffer {
  const first = name === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.from([11]), Buffer.from(name)]);
  const blocks: Buffer[] = [];
  for (let at = 0; at < body.length; at += 255) {
    const block = body.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), Buffer.from(block));
  }
  return Buffer.concat([Buffer.from([0x21, label]), first, ...blocks, Buffer.from([0])]);
}

describe('stripGif', () => {
  it('leaves out comments, notes of applications, and what follows the end', async () => {
    const plain = await animation();
    const firstBlock = 13 + ((plain[10] ?? 0) & 0x80 ? 3 * 2 ** (((plain[10] ?? 0) & 7) + 1) : 0);
    const note = fc.constantFrom([0xfe, ''] as const, [0xff, 'XMP DataXMP'] as const);

    await fc.assert(
      fc.asyncProperty(
        note,
        fc.uint8Array({ maxLength: 600 }),
        fc.uint8Array(),
        async ([label, name], body, tail) => {
          const added = extension(label, name, body);
          const file = Buffer.concat([
            plain.subarray(0, firstBlock),
            added,
            plain.subarray(firstBlock),
            tail,
          ]);

          expect(Buffer.from(stripGif(file))).toEqual(plain);
        },
      ),
    );
  });

  it('keeps all pictures of an animation', async () => {
    const { pages, loop } = await sharp(stripGif(await animation()), { animated: true }).metadata();

    expect({ pages, loop }).toEqual({ pages: 2, loop: 3 });
  });
});
