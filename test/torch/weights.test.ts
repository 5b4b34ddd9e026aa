import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runPython, torchPython } from '#infra/models/python.ts';
import { covers, readIndex } from '#infra/models/weights-index.ts';

it('reads the index that Python writes', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-weights-'));
  const sam3d = join(folder, 'sam3d');
  await runPython('The fixture', torchPython, ['-m', 'tests.weights.tiny', sam3d]);
  const checkpoints = await Promise.all(
    (await readdir(sam3d))
      .filter((name) => name.endsWith('.ckpt'))
      .map(async (name) => {
        const content = await readFile(join(sam3d, name));
        const hex = createHash('sha256').update(content).digest('hex');
        const key = `models/sam3d/${name}`;
        return { key, url: '', bytes: content.length, fingerprint: { kind: 'sha256', hex } } as const;
      }),
  );

  await runPython('The conversion', torchPython, [
    '-m',
    'gen3d_container.weights',
    'convert',
    sam3d,
    '--remove',
  ]);

  const index = await readIndex(folder);
  if (index === undefined) throw new Error('There is no index.');
  expect(Object.keys(index.files).toSorted()).toEqual([
    'slat_decoder_gs.safetensors',
    'slat_generator.safetensors',
    'ss_generator.safetensors',
  ]);
  expect(covers(index, checkpoints)).toBe(true);
  const [first, ...others] = checkpoints;
  if (first === undefined) throw new Error('There are no checkpoints.');
  const changed = { ...first, fingerprint: { kind: 'sha256', hex: '0'.repeat(64) } } as const;
  expect(covers(index, [changed, ...others])).toBe(false);
  await rm(folder, { recursive: true });
});
