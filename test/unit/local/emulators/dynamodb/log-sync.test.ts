import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogSync } from '#local/emulators/dynamodb/log-sync.ts';

vi.mock('node:fs/promises', { spy: true });

let folder = '';
let log: LogSync;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-log-'));
  await writeFile(join(folder, '000001.log'), 'x');
  await writeFile(join(folder, '000002.ldb'), 'x');
  log = new LogSync(folder);
  vi.mocked(open).mockClear();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const synced = () => vi.mocked(open).mock.calls.map(([path]) => path);

describe("DynamoDB's log", () => {
  it('is synced; table files are not', async () => {
    await log.sync();
    expect(synced()).toEqual([join(folder, '000001.log')]);
  });

  it('is synced once more for all calls made during a sync', async () => {
    await Promise.all([log.sync(), log.sync(), log.sync(), log.sync()]);
    expect(synced()).toHaveLength(2);
  });

  it('may disappear during a sync; a failed sync does not end later ones', async () => {
    const missing = Object.assign(new Error('gone'), { code: 'ENOENT' });
    vi.mocked(open).mockRejectedValueOnce(missing);
    await expect(log.sync()).resolves.toBeUndefined();
    vi.mocked(open).mockRejectedValueOnce(new Error('disk'));
    const [failed, next] = [log.sync(), log.sync()];
    await expect(failed).rejects.toThrow('disk');
    await expect(next).resolves.toBeUndefined();
  });
});
