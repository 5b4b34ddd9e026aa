/**
 * `npm run bench -- photo [FILES]`: time and peak memory of preparing a photo, beside sharp called directly. Without files it
 * makes JPEGs of 12, 48 and 200 megapixels. Linux only: it reads memory from /proc.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { host, load } from '../shared/host.ts';
import { parseCount } from '../shared/parse-count.ts';
import { median } from '../shared/statistics.ts';
import { textTable } from '../shared/text-table.ts';
import { type Measurement, measure } from './measure.ts';
import { makePhotos } from './photos.ts';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const rounds = parseCount(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'gen3d-bench-photo-'));
try {
  const files = positionals.length > 0 ? positionals : await makePhotos(folder);
  console.log(`${host()}; ${load()}; median of ${rounds}`);
  const rows = [];
  for (const file of files) rows.push(await rowOf(file));
  const heading = ['photo', 'Gen3D s', 'MB', 'sharp s', 'MB', 'time', 'memory'];
  for (const line of textTable([heading, ...rows])) console.log(line);
  console.log(load());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Both ways alternate, so that a busy host slows both. */
async function rowOf(file: string): Promise<string[]> {
  const [gen3d, sharp]: [Measurement[], Measurement[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    gen3d.push(await measure('gen3d', file));
    sharp.push(await measure('sharp', file));
  }
  const [ours, theirs] = [middle(gen3d), middle(sharp)];
  const cells = (made: Measurement | undefined) =>
    made ? [made.seconds.toFixed(2), made.megabytes.toFixed(0)] : ['cannot', ''];
  const ratio = (a: number | undefined, b: number | undefined) => (a && b ? `${(a / b).toFixed(1)} ×` : '');
  return [
    basename(file),
    ...cells(ours),
    ...cells(theirs),
    ratio(ours?.seconds, theirs?.seconds),
    ratio(ours?.megabytes, theirs?.megabytes),
  ];
}

function middle(made: readonly Measurement[]): Measurement | undefined {
  if (made.some(({ succeeded }) => !succeeded)) return undefined;
  return {
    succeeded: true,
    seconds: median(made.map(({ seconds }) => seconds)),
    megabytes: median(made.map(({ megabytes }) => megabytes)),
  };
}
