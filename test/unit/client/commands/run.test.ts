import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId, statusWith } from '../statuses.ts';
import { building, type CommandEnvironment, commandEnvironment, completed, waiting } from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

describe('gen3d run', () => {
  test('turns a photo and a mask into a model file', async () => {
    environment.gen3d.statuses = [statusWith(), waiting, building, completed];
    environment.gen3d.files = { photo: 'photo', mesh: 'ply\nthe model' };

    const ran = await environment.run('run photo.png --mask mask.png --quality low --seed 7 --out cup.ply');

    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain(jobId);
    expect(ran.stdout).toMatch(/cup\.ply: 0 MB, 10,000 points, by gen3d-preview \(a preview/);
    expect(await readFile(join(environment.folder.path, 'cup.ply'), 'utf8')).toBe('ply\nthe model');
    expect(environment.sent('POST /prod/uploads').map(({ json }) => json)).toMatchObject([
      { kind: 'photo', content_type: 'image/png' },
      { kind: 'mask', content_type: 'image/png' },
    ]);
    expect(environment.sent('POST /prod/reconstruct')[0]?.json).toEqual({
      session_id: 'session-1',
      image_s3_key: 'users/ada/sessions/session-1/photo',
      mask_s3_key: 'users/ada/sessions/session-1/mask_final.png',
      quality: 'low',
      seed: 7,
    });
  });

  test('prints progress as plain lines without a terminal, each stage once', async () => {
    const updated_at = new Date().toISOString();
    const late = statusWith({ progress: 25 });
    environment.gen3d.statuses = [
      statusWith({ updated_at }),
      statusWith({ updated_at, progress: 25 }),
      late,
      waiting,
      completed,
    ];
    environment.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await environment.run('run photo.png --mask mask.png');

    expect(stderr.split('\n')).toEqual([
      ' 20%  analyzing the photo',
      ' 25%  starting a GPU',
      ' 40%  waiting for a selection',
      '100%  done',
      '',
    ]);
  });

  test('redraws one line on a terminal', async () => {
    environment.gen3d.statuses = [waiting, completed];
    environment.gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await environment.run('run photo.png --mask mask.png', { isTTY: true });

    expect(stderr).toContain('█');
    expect(stderr.match(/\r/g)).toHaveLength(2);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test('without a selection starts the session and prints the next command', async () => {
    environment.gen3d.statuses = [waiting];

    const { exitCode, stdout } = await environment.run('run photo.png');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`gen3d mask ${jobId} --point X,Y`);
  });

  test('prints why a mask is rejected and how to submit another', async () => {
    const reason = { code: 'MaskEmpty', message: 'The mask selects nothing.' };
    environment.gen3d.statuses = [waiting, building, { ...waiting, mask_round: 1, reason }];

    const { exitCode, stderr } = await environment.run('run photo.png --mask mask.png');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Mask rejected: The mask selects nothing. Try another: gen3d mask ${jobId}`);
  });

  test('prints why a session failed and how to try again', async () => {
    const reason = { code: 'ImageTooLarge', message: 'The photo has more than 40 megapixels.' };
    environment.gen3d.statuses = [statusWith(), statusWith({ status: 'failed', reason })];

    const { exitCode, stderr } = await environment.run('run photo.png --point 1,1');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Session ${jobId} failed: The photo has more than 40 megapixels.`);
    expect(stderr).toContain(`gen3d retry ${jobId}`);
  });

  test('prints on Ctrl-C that the session continues, and how to see it', async () => {
    const stop = new AbortController();
    environment.gen3d.statuses = Array(50).fill(statusWith());
    const started = environment.run('run photo.png --mask mask.png', { signal: stop.signal });
    await expect.poll(() => environment.sent(`GET /prod/status/${jobId}`).length).toBeGreaterThan(0);

    stop.abort(new DOMException('Ctrl-C', 'AbortError'));
    const { exitCode, stderr } = await started;

    expect(exitCode).toBe(130);
    expect(stderr).toContain(`Session ${jobId} continues. To see it: gen3d status ${jobId}`);
    expect(environment.sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(0);
  });
});
