import { readFileSync, writeFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { readPly } from '#client/ply.ts';
import { render, type View, views } from '#preview/reconstruction/render.ts';

/** `npm run bench -- preview MODEL.ply PREFIX`: draws a model from four sides into PREFIX-front.png and so on. */
const [file, prefix] = process.argv.slice(2);
if (!file || !prefix) throw new Error('Usage: npm run bench -- preview MODEL.ply PREFIX');
const { positions, colours, faces } = readPly(readFileSync(file));
if (!faces) throw new Error(`${file} has no faces.`);
const size = 512;
for (const view of Object.keys(views) as View[]) {
  const { rgb } = render({ positions, colours, faces }, view, size);
  writeFileSync(`${prefix}-${view}.png`, encode({ width: size, height: size, channels: 3, data: rgb }));
}
