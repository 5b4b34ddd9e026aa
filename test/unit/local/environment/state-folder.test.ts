import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from '#local/environment/state-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the state folder', () => {
  it('keeps credentials and ports, readable by the owner alone', async () => {
    const first = await openFolder(folder, false);
    await first.rememberPorts({ api: 3900 });
    first.close();

    const second = await openFolder(folder, false);
    second.close();

    expect(second.credentials).toEqual(first.credentials);
    expect(second.ports).toEqual({ api: 3900 });
    expect(statSync(join(folder, 'home.json')).mode & 0o777).toBe(0o600);
  });

  it('can be open in one process only', async () => {
    const first = await openFolder(folder, false);

    await expect(openFolder(folder, false)).rejects.toMatchObject({
      code: 'FolderInUse',
      message: expect.stringContaining(`(process ${process.pid})`),
    });
    first.close();
    (await openFolder(folder, false)).close();
  });

  it('can be opened after its process was killed', async () => {
    const script = `
      import { openFolder } from '#local/environment/state-folder.ts';
      await openFolder(${JSON.stringify(folder)}, false);
      console.log('open');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(openFolder(folder, false)).rejects.toMatchObject({ code: 'FolderInUse' });
    child.kill('SIGKILL');
    await once(child, 'exit');

    const opened = await openFolder(folder, false);

    expect(opened.path).toBe(folder);
    opened.close();
  });

  it('deletes files that a killed process left unfinished', async () => {
    (await openFolder(folder, false)).close();
    mkdirSync(join(folder, 'inbox', 'mails'), { recursive: true });
    writeFileSync(join(folder, 'inbox', 'mails', 'half.json.4711.new'), '{"id":');

    (await openFolder(folder, false)).close();

    expect(readdirSync(join(folder, 'inbox', 'mails'))).toEqual([]);
  });

  it('keeps the files of other folders', async () => {
    writeFileSync(join(folder, 'thesis.1.new'), 'years of work');

    (await openFolder(folder, false)).close();

    expect(readFileSync(join(folder, 'thesis.1.new'), 'utf8')).toBe('years of work');
  });

  it('deletes all data with fresh', async () => {
    const first = await openFolder(folder, false);
    first.close();
    writeFileSync(join(folder, 'state'), 'old');

    const second = await openFolder(folder, true);
    second.close();

    expect(second.credentials).not.toEqual(first.credentials);
    expect(readdirSync(folder)).not.toContain('state');
  });

  it('does not empty other folders', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');

    await expect(openFolder(folder, true)).rejects.toMatchObject({ code: 'FolderForeign' });
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it.each(['', '{', '{"version":2}', '{"version":1,"credentials":{},"ports":{}}'])(
    'rejects an invalid home.json (%j) and says what to do',
    async (text) => {
      writeFileSync(join(folder, 'home.json'), text);

      await expect(openFolder(folder, false)).rejects.toMatchObject({
        code: 'FolderCorrupt',
        message: expect.stringContaining('--fresh'),
      });
    },
  );
});
