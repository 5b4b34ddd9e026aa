import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveDecoder } from '#infra/models/download/decoder.ts';
import { downloadModels } from '#infra/models/download/download.ts';
import { type Layout, missingModelFiles } from '#infra/models/layout.ts';
import type { Command } from '#infra/models/python.ts';
import { commit, type Sources, startSources, token } from './sources.ts';

let sources: Sources;
let folder: string;
let lines: string[];

beforeEach(async () => {
  sources = await startSources();
  folder = await mkdtemp(join(tmpdir(), 'gen3d-weights-'));
  lines = [];
});
afterEach(async () => {
  await sources[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const python: Command = [process.execPath, join(import.meta.dirname, 'fake-python.ts')];
const download = (layout: Layout = 'converted') =>
  downloadModels({
    origins: sources.origins,
    token,
    folder,
    layout,
    log: (line) => void lines.push(line),
    python,
  });

async function keys(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `models/${join(entry.parentPath, entry.name).slice(folder.length + 1)}`);
}
const text = (path: string) => readFile(join(folder, path), 'utf8');
const requestsFor = (name: string) => sources.asked.store.filter(({ path }) => path.endsWith(name));

describe('npm run models:download', () => {
  it('makes the folder that the container reads, with converted checkpoints', async () => {
    await download();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found.filter((key) => /\.(ckpt|part|pth)$/.test(key))).toEqual([]);
    expect(await text('sam3/LICENSE')).toBe('SAM License');
    expect(await text('sam3d/LICENSE')).toBe('SAM License');
    expect(await text('sam3d/revision.txt')).toBe(commit('b'));
    expect(await text('sam3d/ss_generator.safetensors')).toMatch(/^half of weights of ss_generator/);
  });

  it('keeps the original checkpoints on request, without Python', async () => {
    vi.stubEnv('FAKE_PYTHON_FAILS', 'import');

    await download('original');

    expect(missingModelFiles(await keys())).toEqual([]);
    expect(await text('sam3d/ss_generator.ckpt')).toMatch(/^weights of ss_generator/);
  });

  it('downloads nothing when everything is there', async () => {
    await download();
    sources.asked.store.length = 0;
    lines = [];

    await download();

    expect(requestsFor('.ckpt')).toEqual([]);
    expect(lines.filter((line) => !/\(already there\)$|are converted\.$/.test(line))).toEqual([]);
  });

  it('exports the mask decoder once for the same weights', async () => {
    await download();
    await saveDecoder(folder, (line) => void lines.push(line), python);
    const exported = await text('sam3-decoder.onnx');
    lines = [];
    await saveDecoder(folder, (line) => void lines.push(line), python);
    const same = [...lines];
    await writeFile(join(folder, 'sam3/model.safetensors'), 'newer weights');
    await saveDecoder(folder, (line) => void lines.push(line), python);

    expect(exported).toMatch(/^decoder of weights/);
    expect(same).toEqual(['✓ sam3-decoder.onnx (already there)']);
    expect(await text('sam3-decoder.onnx')).toBe('decoder of newer weights');
  });

  it('continues an interrupted file where it stopped', async () => {
    await download('original');
    const path = join(folder, 'sam3/model.safetensors');
    const whole = await text('sam3/model.safetensors');
    await rm(path);
    await writeFile(`${path}.part`, whole.slice(0, 100));
    sources.asked.store.length = 0;

    await download('original');

    expect(await text('sam3/model.safetensors')).toBe(whole);
    expect(requestsFor('model.safetensors').at(-1)?.range).toBe(`bytes=100-${whole.length - 1}`);
    expect(await keys()).not.toContain('models/sam3/model.safetensors.part');
  });

  it('goes on after broken connections', async () => {
    let breaks = 3;
    sources.cut = (path) => (path === 'model.safetensors' && breaks-- > 0 ? 50 : undefined);

    await download('original');

    expect(await text('sam3/model.safetensors')).toBe('weights of sam3 '.repeat(20));
    expect(requestsFor('model.safetensors').map(({ range }) => range)).toEqual([
      undefined,
      'bytes=50-319',
      'bytes=100-319',
      'bytes=150-319',
    ]);
  });

  it('gives up when connections break without a new byte', async () => {
    sources.cut = (path) => (path === 'model.safetensors' ? 0 : undefined);

    await expect(download('original')).rejects.toThrow('ended at byte 0 of 320');
  });

  it.runIf(existsSync('/dev/full'))('says when the disk is full', async () => {
    await mkdir(join(folder, 'sam3'));
    await symlink('/dev/full', join(folder, 'sam3/config.json.part'));

    await expect(download('original')).rejects.toThrow(/The disk is full at .*config\.json\.part/);
  });

  it('starts a file again when what is there belongs to another version', async () => {
    await download('original');
    const path = join(folder, 'sam3/model.safetensors');
    const whole = await text('sam3/model.safetensors');
    await rm(path);
    await writeFile(`${path}.part`, 'of another version');

    await download('original');

    expect(await text('sam3/model.safetensors')).toBe(whole);
  });

  it('replaces a file that is damaged on disk', async () => {
    await download('original');
    const path = join(folder, 'sam3d/ss_decoder.ckpt');
    const whole = await text('sam3d/ss_decoder.ckpt');
    await writeFile(path, whole.replace('weights', 'wrights'));

    await download('original');

    expect(await text('sam3d/ss_decoder.ckpt')).toBe(whole);
  });

  it('writes no file that does not match its hash', async () => {
    const files = sources.contents.repositories.get('facebook/sam3')?.files;
    const whole = files?.get('config.json') ?? '';
    sources.corrupt = (path) => (path === 'config.json' ? '[]' : undefined);

    await expect(download()).rejects.toThrow('does not match the hash in its repository');
    expect(whole).toBe('{}');
    expect(await keys()).not.toContain('models/sam3/config.json');
  });

  it('downloads and converts again when a converted file is incomplete', async () => {
    await download();
    const path = join(folder, 'sam3d/ss_generator.safetensors');
    const { size } = await stat(path);
    await truncate(path, size - 1);

    await download();

    expect((await stat(path)).size).toBe(size);
  });

  it('downloads and converts again when a checkpoint changed at its source', async () => {
    await download();
    sources.contents.repositories
      .get('facebook/sam-3d-objects')
      ?.files.set('checkpoints/ss_decoder.ckpt', 'new weights '.repeat(20));

    await download();

    expect(await text('sam3d/ss_decoder.safetensors')).toMatch(/^half of new weights/);
  });

  it('fails before it downloads when Python is missing', async () => {
    vi.stubEnv('FAKE_PYTHON_FAILS', 'import');

    await expect(download()).rejects.toThrow('needs Python 3.11 or newer');
    expect(sources.asked.hub).toEqual([]);
  });

  it('keeps the checkpoints when the conversion fails, and continues', async () => {
    vi.stubEnv('FAKE_PYTHON_FAILS', 'convert');
    await expect(download()).rejects.toThrow('The conversion failed with exit code 3.');
    expect(await keys()).toContain('models/sam3d/ss_generator.ckpt');
    vi.stubEnv('FAKE_PYTHON_FAILS', '');
    sources.asked.store.length = 0;

    await download();

    expect(missingModelFiles(await keys())).toEqual([]);
    expect(requestsFor('ss_generator.ckpt')).toEqual([]);
  });

  it('fails before it downloads when the disk is too small', async () => {
    sources.size = (path) => (path.endsWith('ss_generator.ckpt') ? 1e18 : undefined);

    await expect(download()).rejects.toThrow(/needs .* MB of free space, but has .* MB/);
    expect(await keys()).toEqual([]);
  });

  it('does not mix original checkpoints into a converted folder', async () => {
    await download();

    await expect(download('original')).rejects.toThrow('holds converted weights');
  });
});
