import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedFolder, hashSources } from '#local/environment/build-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = async (path: string) => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'done'), '');
};
const cached = (hash: string, how = build) =>
  cachedFolder({ folder: join(folder, 'cache'), hash, marker: 'done', build: how });

describe('cachedFolder', () => {
  it('builds once for each hash', async () => {
    let builds = 0;
    const counting = (path: string) => {
      builds += 1;
      return build(path);
    };

    expect(await cached('one', counting)).toBe(await cached('one', counting));
    await cached('two', counting);

    expect(builds).toBe(2);
  });

  it('builds again after a failed build', async () => {
    const failing = async (path: string) => {
      mkdirSync(path, { recursive: true });
      throw new Error('no room');
    };

    await expect(cached('one', failing)).rejects.toThrow('no room');

    expect(existsSync(join(folder, 'cache', 'one'))).toBe(false);
    expect(existsSync(join(await cached('one'), 'done'))).toBe(true);
  });

  it('keeps one result of concurrent builds', async () => {
    const [first, second] = await Promise.all([cached('one'), cached('one')]);

    expect(first).toBe(second);
    expect(readdirSync(join(folder, 'cache'))).toEqual(['one']);
  });

  it('deletes folders that were not used for a week', async () => {
    const old = await cached('old');
    const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    utimesSync(old, longAgo, longAgo);

    await cached('new');

    expect(readdirSync(join(folder, 'cache'))).toEqual(['new']);
  });
});

describe('hashSources', () => {
  const source = (name: string, text: string) => {
    mkdirSync(join(folder, 'web', 'dist'), { recursive: true });
    writeFileSync(join(folder, 'web', name), text);
  };
  const hash = (salt = '') => hashSources(folder, ['web'], salt, ['dist']);

  it('depends on contents, names and salt, and not on skipped folders', () => {
    source('a.ts', '1');
    const before = hash();
    source('dist/a.js', 'built');
    expect(hash()).toBe(before);
    expect(hash('salt')).not.toBe(before);

    source('a.ts', '2');
    const changed = hash();
    source('a.ts', '1');
    source('b.ts', '');

    expect(new Set([before, changed, hash()]).size).toBe(3);
  });
});
