import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId, statusWith } from '../statuses.ts';
import { building, type CommandHome, commandHome, completed, waiting } from './home.ts';

let home: CommandHome;

beforeEach(async () => {
  home = await commandHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe('gen3d run', () => {
  test('goes from a photo and a mask to a model on the disk', async () => {
    home.gen3d.statuses = [statusWith(), waiting, building, completed];
    home.gen3d.files = { photo: 'photo', mesh: 'ply\nthe model' };

    const ran = await home.run('run photo.png --mask mask.png --quality low --seed 7 --out cup.ply');

    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain(jobId);
    expect(ran.stdout).toMatch(/cup\.ply: 0\.00 MB, 10000 points, by gen3d-preview \(a preview/);
    expect(await readFile(join(home.folder.path, 'cup.ply'), 'utf8')).toBe('ply\nthe model');
    expect(home.sent('POST /prod/uploads').map(({ json }) => json)).toMatchObject([
      { kind: 'photo', content_type: 'image/png' },
      { kind: 'mask', content_type: 'image/png' },
    ]);
    expect(home.sent('POST /prod/reconstruct')[0]?.json).toEqual({
      session_id: 'session-1',
      image_s3_key: 'users/ada/sessions/session-1/photo',
      mask_s3_key: 'users/ada/sessions/session-1/mask_final.png',
      quality: 'low',
      seed: 7,
    });
  });

  test('tells progress in plain lines where nobody watches, each stage once', async () => {
    const updated_at = new Date().toISOString();
    const late = statusWith({ progress: 25 });
    home.gen3d.statuses = [
      statusWith({ updated_at }),
      statusWith({ updated_at, progress: 25 }),
      late,
      waiting,
      completed,
    ];
    home.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await home.run('run photo.png --mask mask.png');

    expect(stderr.split('\n')).toEqual([
      ' 20 %  reading the photo',
      ' 25 %  waiting for a machine to start',
      ' 40 %  waiting for the mask',
      '100 %  done',
      '',
    ]);
  });

  test('draws one line over and over for a person', async () => {
    home.gen3d.statuses = [waiting, completed];
    home.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await home.run('run photo.png --mask mask.png', { isTTY: true });

    expect(stderr).toContain('█');
    expect(stderr.match(/\r/g)).toHaveLength(2);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test('without a selection starts the session and says how to go on', async () => {
    home.gen3d.statuses = [waiting];

    const { exitCode, stdout } = await home.run('run photo.png');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`gen3d mask ${jobId} --point X,Y`);
  });

  test('tells why a mask is refused and how to hand in another', async () => {
    const reason = { code: 'MaskEmpty', message: 'The mask selects nothing.' };
    home.gen3d.statuses = [waiting, building, { ...waiting, mask_round: 1, reason }];

    const { exitCode, stderr } = await home.run('run photo.png --mask mask.png');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `The mask was refused: The mask selects nothing. Hand in another: gen3d mask ${jobId}`,
    );
  });

  test('tells why a session failed and how to try again', async () => {
    const reason = { code: 'ImageTooLarge', message: 'The photo has more than 40 megapixels.' };
    home.gen3d.statuses = [statusWith(), statusWith({ status: 'failed', reason })];

    const { exitCode, stderr } = await home.run('run photo.png --point 1,1');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Session ${jobId} failed: The photo has more than 40 megapixels.`);
    expect(stderr).toContain(`gen3d retry ${jobId}`);
  });

  test('stopped by Ctrl-C says that the session goes on, and how', async () => {
    const stop = new AbortController();
    home.gen3d.statuses = Array(50).fill(statusWith());
    const started = home.run('run photo.png --mask mask.png', { signal: stop.signal });
    await expect.poll(() => home.sent(`GET /prod/status/${jobId}`).length).toBeGreaterThan(0);

    stop.abort(new DOMException('Ctrl-C', 'AbortError'));
    const { exitCode, stderr } = await started;

    expect(exitCode).toBe(130);
    expect(stderr).toContain(`session ${jobId} goes on. See it with gen3d status ${jobId}`);
    expect(home.sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(0);
  });
});
