import { readFileSync, writeFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { readPly } from '#client/ply.ts';
import { render, type View, views } from '#test/unit/preview-model/support/render.ts';

/** `node bench/preview-model/render.ts MODEL.ply PREFIX`: PREFIX-front.png and so on, to look at. */
const [file, prefix] = process.argv.slice(2);
if (!file || !prefix) throw new Error('Usage: node bench/preview-model/render.ts MODEL.ply PREFIX');
const points = readPly(readFileSync(file));
const size = 512;
const radius = Math.max(0, Math.round(size / Math.sqrt(points.positions.length / 3) / 2) - 1);
for (const view of Object.keys(views) as View[]) {
  const { rgb } = render(points, view, size, radius);
  writeFileSync(`${prefix}-${view}.png`, encode({ width: size, height: size, channels: 3, data: rgb }));
}
