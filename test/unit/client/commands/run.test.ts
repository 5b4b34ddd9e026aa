import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId, statusWith } from '../statuses.ts';
import {
  building,
  type CommandEnvironment,
  commandEnvironment,
  completed,
  png,
  waiting,
} from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

/** A plain picture that inspection takes. */
function picture(): Sharp {
  return sharp({ create: { width: 80, height: 64, channels: 3, background: 'gray' } });
}

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

  test.each<[name: string, type: string, file: () => Sharp]>([
    ['photo.webp', 'image/webp', () => picture().webp()],
    ['photo.avif', 'image/avif', () => picture().avif()],
    ['photo.gif', 'image/gif', () => picture().gif()],
    ['photo.tif', 'image/tiff', () => picture().tiff()],
    ['wrong-name.png', 'image/jpeg', () => picture().jpeg()],
  ])('uploads %s as the %s that it is', async (name, type, file) => {
    environment.gen3d.statuses = [waiting];
    await environment.folder.file(name, await file().toBuffer());

    expect(await environment.run(`run ${name}`)).toMatchObject({ exitCode: 0 });
    expect(environment.sent('POST /prod/uploads')[0]?.json).toMatchObject({ content_type: type });
  });

  test.each<[name: string, type: string, file: () => Sharp]>([
    ['mask.webp', 'image/webp', () => picture().webp()],
    ['mask.jpg', 'image/jpeg', () => picture().jpeg()],
  ])('uploads %s as a mask that is %s', async (name, type, file) => {
    environment.gen3d.statuses = [waiting, completed];
    environment.gen3d.files = { photo: 'photo', mesh: 'ply' };
    await environment.folder.file(name, await file().toBuffer());

    expect(await environment.run(`run photo.png --mask ${name}`)).toMatchObject({ exitCode: 0 });
    expect(environment.sent('POST /prod/uploads')[1]?.json).toMatchObject({
      kind: 'mask',
      content_type: type,
    });
  });

  test('refuses a photo over the limits of the site and sends nothing', async () => {
    const site = { apiUrl: environment.gen3d.apiUrl, issuer: 'http://127.0.0.1:9', clientId: 'web' };
    const photo = { maxBytes: 64_000_000, maxPixels: 4_000, minSide: 64, maxAspect: 30 };
    await environment.folder.file('web-config.json', JSON.stringify({ ...site, photo }));

    const { exitCode, stderr } = await environment.run('run photo.png', { env: {} });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/photo\.png: This photo has .* Export a smaller copy\./);
    expect(environment.gen3d.requests).toHaveLength(0);
  });

  test('takes the transparency of the photo as the mask', async () => {
    environment.gen3d.statuses = [waiting, completed];
    environment.gen3d.files = { photo: 'photo', alpha_mask: png, mesh: 'ply' };

    const { exitCode } = await environment.run('run photo.png --mask alpha');

    expect(exitCode).toBe(0);
    const [, mask] = environment.sent('POST /bucket');
    expect(mask?.body.includes(Buffer.from(png))).toBe(true);
  });

  test('says that a photo has no transparency, and how to select in the same session', async () => {
    environment.gen3d.statuses = [waiting];

    const { exitCode, stderr } = await environment.run('run photo.png --mask alpha');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('This photo has no transparency. Select the object in another way.');
    expect(stderr).toContain(`gen3d mask ${jobId} --point X,Y`);
  });

  test('without a selection starts the session and prints the next command', async () => {
    environment.gen3d.statuses = [{ ...waiting, image_size: [4096, 3072] }];

    const { exitCode, stdout } = await environment.run('run photo.png');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `Next, select the object in the photo of 4096 × 3072 pixels: gen3d mask ${jobId} --point X,Y`,
    );
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

  test('does not advise to start again with a photo that was rejected', async () => {
    const reason = { code: 'PhotoDamaged', message: 'This photo is damaged. Export it again.' };
    environment.gen3d.statuses = [statusWith({ status: 'failed', reason })];

    const { exitCode, stderr } = await environment.run('run photo.png --point 1,1');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason.message);
    expect(stderr).not.toContain('gen3d retry');
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
