import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ResultFile } from '#contracts/api.ts';
import { embed, manifestOf } from '#preview/embedding/embedding.ts';
import { commandFolder } from './command.ts';
import { type FakeGen3d, startFakeGen3d } from './fake-gen3d.ts';
import { jobId, statusWith } from './statuses.ts';

const model = { name: 'gen3d-preview', revision: '1', preview: true };
const waiting = statusWith({ status: 'awaiting_mask', stage: 'awaiting_mask', progress: 40, mask_round: 0 });
const completed = statusWith({ status: 'completed', stage: 'done', progress: 100 });
const samplePhoto = 'local/demo/sample/coffee.png';

let files: Partial<Record<ResultFile, string | Uint8Array>>;

beforeAll(async () => {
  const embedding = await embed(await readFile(samplePhoto), 40_000_000);
  const manifest = manifestOf(embedding, model, 'users/ada/sessions/session-1/embeddings.bin');
  files = {
    photo: 'photo',
    mesh: 'ply',
    embeddings: JSON.stringify(manifest),
    embeddings_data: embedding.data,
  };
});

async function runWith(selection: string, changes: Partial<FakeGen3d> = {}) {
  await using gen3d = await startFakeGen3d();
  await using folder = await commandFolder();
  Object.assign(gen3d, { statuses: [waiting, completed], files }, changes);
  await folder.signInTo(gen3d.apiUrl);
  await folder.file('photo.png', await readFile(samplePhoto));
  const ran = await folder.run(`run photo.png ${selection} --api ${gen3d.apiUrl}`);
  const uploads = gen3d.requests.filter(({ path }) => path === '/bucket');
  return { ...ran, mask: uploads[1]?.body };
}

/** Share of the photo that a posted mask selects, and whether it selects one pixel. */
function readMask(body: Buffer | undefined, x: number, y: number) {
  const start = body?.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47])) ?? -1;
  const { width, height, data } = decode(body?.subarray(start) ?? new Uint8Array());
  const selected = Array.from(data).filter((value) => value > 0).length;
  return { size: [width, height], share: selected / (width * height), here: data[y * width + x] === 255 };
}

describe('clicks', () => {
  test.each([
    ['a click on the object', '--point 285,150'],
    ['clicks on and beside it', '--point 285,150 --point 240,120 --background 20,20 --background 560,380'],
    ['a box around it', '--box 190,40,400,260'],
    ['a click in percent', '--point 47.5%,37.5%'],
    ['a box in percent', '--box 32%,10%,67%,65%'],
  ])('%s become a mask of the photo, made from the embedding', async (_, selection) => {
    const { exitCode, mask } = await runWith(selection);

    expect(exitCode).toBe(0);
    const { size, share, here } = readMask(mask, 285, 150);
    expect(size).toEqual([600, 400]);
    expect(here).toBe(true);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.6);
  });

  test('outside the photo print how to select again in the same session', async () => {
    const { exitCode, stderr } = await runWith('--point 700,10');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('The click at (700, 10) is outside the photo of 600 × 400 pixels.');
    expect(stderr).toContain(`Select again: gen3d mask ${jobId}`);
  });

  test('fail with an invalid manifest', async () => {
    const broken = { ...files, embeddings: '{"version": 2}' };
    const { exitCode, stderr } = await runWith('--point 285,150', { files: broken });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^The embeddings manifest: unexpected answer \(.+\)/m);
  });
});
