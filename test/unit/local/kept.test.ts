import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, keepFolder } from '#local/kept.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = async (path: string) => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'whole'), '');
};
const keep = (hash: string, how = make) =>
  keepFolder({ folder: join(folder, 'kept'), hash, marker: 'whole', make: how });

describe('a kept folder', () => {
  it('is made once for each hash', async () => {
    let made = 0;
    const counting = (path: string) => {
      made += 1;
      return make(path);
    };

    expect(await keep('one', counting)).toBe(await keep('one', counting));
    await keep('two', counting);

    expect(made).toBe(2);
  });

  it('that could not be made is not there, and is made the next time', async () => {
    const failing = async (path: string) => {
      mkdirSync(path, { recursive: true });
      throw new Error('no room');
    };

    await expect(keep('one', failing)).rejects.toThrow('no room');

    expect(existsSync(join(folder, 'kept', 'one'))).toBe(false);
    expect(existsSync(join(await keep('one'), 'whole'))).toBe(true);
  });

  it('that two make at once is whole, and there is one of it', async () => {
    const [first, second] = await Promise.all([keep('one'), keep('one')]);

    expect(first).toBe(second);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['one']);
  });

  it('goes when nobody has asked for it in a week', async () => {
    const old = await keep('old');
    const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    utimesSync(old, longAgo, longAgo);

    await keep('new');

    expect(readdirSync(join(folder, 'kept'))).toEqual(['new']);
  });
});

describe('a hash of sources', () => {
  const source = (name: string, text: string) => {
    mkdirSync(join(folder, 'web', 'dist'), { recursive: true });
    writeFileSync(join(folder, 'web', name), text);
  };
  const hash = (salt = '') => hashOf(folder, ['web'], salt, ['dist']);

  it('changes with content, name and salt, and with nothing that does not count', () => {
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
