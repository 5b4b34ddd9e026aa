import sharp from 'sharp';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { embed, manifestOf } from '#preview/embedding/embedding.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** The preview's embeddings of a photo file. */
export async function embeddingsOf(photo: Uint8Array): Promise<Embeddings> {
  const embedding = await embed(photo, 40_000_000);
  const manifest = manifestOf(embedding, { name: 'preview', revision: '1', preview: true }, 'embeddings.bin');
  return decodeEmbeddings(manifest, embedding.data);
}

/** A PNG whose pixels are painted one by one. */
export async function painted(
  width: number,
  height: number,
  paint: (x: number, y: number) => Colour,
): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(paint(x, y), (y * width + x) * 3);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A colour with some noise that is the same on every run. */
export function noisy([red, green, blue]: Colour, x: number, y: number, strength = 40): Colour {
  const noise = (channel: number) => {
    const mixed = Math.sin(x * 12.9898 + y * 78.233 + channel * 37.719) * 43758.5453;
    return (mixed - Math.floor(mixed) - 0.5) * strength;
  };
  return [red + noise(0), green + noise(1), blue + noise(2)];
}
