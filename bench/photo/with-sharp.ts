import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const bytes = readFileSync(process.argv[2] ?? '');
const photo = await sharp(bytes, { failOn: 'truncated', limitInputPixels: false })
  .autoOrient()
  .resize(4_096, 4_096, { fit: 'inside', withoutEnlargement: true })
  .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  .toBuffer();
await sharp(photo).resize(512, 512, { fit: 'inside' }).webp({ quality: 80 }).toBuffer();
