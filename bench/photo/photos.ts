import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const sizes: Readonly<Record<string, { width: number; height: number }>> = {
  '12mp': { width: 4_000, height: 3_000 },
  '48mp': { width: 8_000, height: 6_000 },
  '200mp': { width: 16_320, height: 12_240 },
};

/** Writes JPEGs with shapes and noise like those of a camera. @returns their files */
export async function makePhotos(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const [name, size] of Object.entries(sizes)) {
    for (const progressive of [false, true]) {
      const file = join(folder, `${name}${progressive ? '-progressive' : ''}.jpg`);
      await photo(size).jpeg({ quality: 88, progressive }).toFile(file);
      files.push(file);
    }
  }
  return files;
}

/** Random colours, softened to shapes of 40 pixels, under a tile of noise. */
function photo({ width, height }: { width: number; height: number }): Sharp {
  const coarse = { width: Math.ceil(width / 40), height: Math.ceil(height / 40), channels: 3 as const };
  const colours = randomBytes(coarse.width * coarse.height * 3);
  const side = 256;
  const noise = Buffer.from(randomBytes(side * side).map((byte) => 112 + (byte >> 3)));
  return sharp(colours, { raw: coarse, limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([
      {
        input: noise,
        raw: { width: side, height: side, channels: 1 },
        tile: true,
        blend: 'soft-light',
      },
    ]);
}
