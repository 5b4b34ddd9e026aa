import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandFolder, commandFolder } from './command.ts';
import { type FakeGen3d, startFakeGen3d } from './fake-gen3d.ts';
import { jobId, statusWith } from './statuses.ts';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const meshStats = { num_points: 10_000, file_size_mb: 0.15, has_colors: true, mask_coverage_percent: 20 };
const model = { name: 'gen3d-preview', revision: '1', preview: true };
const waiting = statusWith({ status: 'awaiting_mask', stage: 'awaiting_mask', progress: 40, mask_round: 0 });
const building = statusWith({ task: 'reconstruction', stage: 'reconstructing', progress: 70 });
const completed = statusWith({
  status: 'completed',
  stage: 'done',
  progress: 100,
  mesh_stats: meshStats,
  model,
  mail: 'sent',
});

let folder: CommandFolder;
let gen3d: FakeGen3d;

beforeEach(async () => {
  folder = await commandFolder();
  gen3d = await startFakeGen3d();
  await folder.signInTo(gen3d.apiUrl);
  await folder.file('photo.png', png);
  await folder.file('mask.png', png);
});
afterEach(async () => {
  await gen3d[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const gen3dCalled = (line: string, settings = {}) =>
  folder.run(line, { env: { GEN3D_API: gen3d.apiUrl }, ...settings });
const sent = (route: string) => gen3d.requests.filter(({ method, path }) => `${method} ${path}` === route);

describe('gen3d run', () => {
  test('goes from a photo and a mask to a model on the disk', async () => {
    gen3d.statuses = [statusWith(), waiting, building, completed];
    gen3d.files = { photo: 'photo', mesh: 'ply\nthe model' };

    const ran = await gen3dCalled('run photo.png --mask mask.png --quality low --seed 7 --out cup.ply');

    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain(jobId);
    expect(ran.stdout).toMatch(/cup\.ply: 0\.00 MB, 10000 points, by gen3d-preview \(a preview/);
    expect(await readFile(join(folder.path, 'cup.ply'), 'utf8')).toBe('ply\nthe model');
    expect(sent('POST /prod/uploads').map(({ json }) => json)).toMatchObject([
      { kind: 'photo', content_type: 'image/png' },
      { kind: 'mask', content_type: 'image/png' },
    ]);
    expect(sent('POST /prod/reconstruct')[0]?.json).toEqual({
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
    gen3d.statuses = [
      statusWith({ updated_at }),
      statusWith({ updated_at, progress: 25 }),
      late,
      waiting,
      completed,
    ];
    gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await gen3dCalled('run photo.png --mask mask.png');

    expect(stderr.split('\n')).toEqual([
      ' 20 %  reading the photo',
      ' 25 %  waiting for a machine to start',
      ' 40 %  waiting for the mask',
      '100 %  done',
      '',
    ]);
  });

  test('draws one line over and over for a person', async () => {
    gen3d.statuses = [waiting, completed];
    gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { stderr } = await gen3dCalled('run photo.png --mask mask.png', { isTTY: true });

    expect(stderr).toContain('█');
    expect(stderr.match(/\r/g)).toHaveLength(2);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test('without a selection starts the session and says how to go on', async () => {
    gen3d.statuses = [waiting];

    const { exitCode, stdout } = await gen3dCalled('run photo.png');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`gen3d mask ${jobId} --point X,Y`);
  });

  test('tells why a mask is refused and how to hand in another', async () => {
    const reason = { code: 'MaskEmpty', message: 'The mask selects nothing.' };
    gen3d.statuses = [waiting, building, { ...waiting, mask_round: 1, reason }];

    const { exitCode, stderr } = await gen3dCalled('run photo.png --mask mask.png');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `The mask was refused: The mask selects nothing. Hand in another: gen3d mask ${jobId}`,
    );
  });

  test('tells why a session failed and how to try again', async () => {
    const reason = { code: 'ImageTooLarge', message: 'The photo has more than 40 megapixels.' };
    gen3d.statuses = [statusWith(), statusWith({ status: 'failed', reason })];

    const { exitCode, stderr } = await gen3dCalled('run photo.png --point 1,1');

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Session ${jobId} failed: The photo has more than 40 megapixels.`);
    expect(stderr).toContain(`gen3d retry ${jobId}`);
  });

  test('stopped by Ctrl-C says that the session goes on, and how', async () => {
    const stop = new AbortController();
    gen3d.statuses = Array(50).fill(statusWith());
    const started = gen3dCalled('run photo.png --mask mask.png', { signal: stop.signal });
    await expect.poll(() => sent(`GET /prod/status/${jobId}`).length).toBeGreaterThan(0);

    stop.abort(new DOMException('Ctrl-C', 'AbortError'));
    const { exitCode, stderr } = await started;

    expect(exitCode).toBe(130);
    expect(stderr).toContain(`session ${jobId} goes on. See it with gen3d status ${jobId}`);
    expect(sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(0);
  });
});

describe('The other commands', () => {
  test('mask hands a mask in to a waiting session', async () => {
    gen3d.statuses = [waiting, completed];
    gen3d.files = { photo: 'photo', mesh: 'ply' };

    const { exitCode } = await gen3dCalled(`mask ${jobId} --mask mask.png`);

    expect(exitCode).toBe(0);
    expect(sent('POST /prod/reconstruct')).toHaveLength(1);
    expect(await readFile(join(folder.path, `${jobId}.ply`), 'utf8')).toBe('ply');
  });

  test('retry starts a new session with a copy of the photo, and the earlier mask', async () => {
    gen3d.statuses = [waiting, completed];
    gen3d.files = { photo: 'photo', mask: png, mesh: 'ply' };

    const { exitCode } = await gen3dCalled(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(sent('POST /prod/uploads')[0]?.json).toMatchObject({ kind: 'copy', copy_of: jobId });
    const [mask] = sent('POST /bucket');
    expect(mask?.body.includes(Buffer.from(png))).toBe(true);
  });

  test('retry of a session without a mask waits for one', async () => {
    gen3d.statuses = [waiting];

    const { exitCode, stdout } = await gen3dCalled(`retry ${jobId}`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('waits for a mask');
  });

  test('list shows every session in a line', async () => {
    const reason = { code: 'X', message: 'No reason at all.' };
    gen3d.statuses = [completed, statusWith({ status: 'failed', reason })];

    const { stdout } = await gen3dCalled('list');

    expect(stdout.split('\n')).toEqual([
      `2026-01-02 03:04  ${jobId}  completed     100 %`,
      `2026-01-02 03:04  ${jobId}  failed         20 %  No reason at all.`,
      '',
    ]);
  });

  test('list without sessions says how to make one', async () => {
    gen3d.statuses = [];

    expect((await gen3dCalled('list')).stdout).toContain('gen3d run PHOTO');
  });

  test('status shows the facts, or all of them as JSON', async () => {
    gen3d.statuses = [completed];

    expect((await gen3dCalled(`status ${jobId}`)).stdout).toMatch(
      /status: +completed, 100 %\n[\s\S]*mail: +sent\n/,
    );
    expect(JSON.parse((await gen3dCalled(`status ${jobId} --json`)).stdout)).toEqual(completed);
  });

  test('cancel deletes the session', async () => {
    expect(await gen3dCalled(`cancel ${jobId}`)).toMatchObject({ exitCode: 0 });

    expect(sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(1);
  });

  test('download saves a file of the session', async () => {
    gen3d.files = { mask: png };

    const { exitCode, stdout } = await gen3dCalled(`download ${jobId} --file mask`);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${jobId}.mask.png`);
    expect(new Uint8Array(await readFile(join(folder.path, `${jobId}.mask.png`)))).toEqual(png);
  });

  test('download of a file that is not there yet says so', async () => {
    gen3d.files = {};

    const { exitCode, stderr } = await gen3dCalled(`download ${jobId}`);

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`Session ${jobId} has no file "mesh" (yet).\n`);
  });

  test('an unknown session is told in the words of the API', async () => {
    const error = { code: 'SessionNotFound', message: 'There is no session gen3d-x; is the id right?' };
    gen3d.refusals['GET /prod/status/gen3d-x'] = { status: 404, body: { error } };

    const { exitCode, stderr } = await gen3dCalled('status gen3d-x');

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`${error.message}\n`);
  });

  test('without a sign-in say how to sign in', async () => {
    const { exitCode, stderr } = await folder.run('list', { env: { GEN3D_API: `${gen3d.url}/other` } });

    expect(exitCode).toBe(1);
    expect(stderr).toBe('You are not signed in; run gen3d login.\n');
  });
});

describe('A command called wrongly', () => {
  test.each([
    ['run missing.png --point 1,1', 'missing.png cannot be read (it does not exist).'],
    ['run text.txt --point 1,1', 'text.txt is not a JPEG or PNG photo.'],
    ['run photo.png --mask text.txt', 'text.txt is not a PNG; a mask has to be one.'],
    ['run photo.png --point 1,1 --out no/where.ply', 'where.ply cannot be written'],
    ['download some-job --out no/where.ply', 'where.ply cannot be written'],
    ['run photo.png --point 1', 'A point is two numbers of pixels'],
    ['run photo.png --box 5,5,1,1', 'A box is its upper left, then its lower right corner.'],
    ['run photo.png --seed -1', 'A seed is a whole number'],
    ['run photo.png --quality best', 'Allowed choices are low, medium, high.'],
    ['run photo.png --mask mask.png --point 1,1', 'Give either a finished mask (--mask) or clicks'],
    ['run photo.png --background 1,1', '--background needs a --point or a --box as well.'],
    ['run', "missing required argument 'photo'"],
    ['mask some-job', 'Pick the object'],
    ['list --all', "unknown option '--all'"],
    ['lsit', "unknown command 'lsit'"],
  ])('%s: one sentence, exit code 2, nothing sent', async (line, sentence) => {
    await folder.file('text.txt', 'hello');

    const { exitCode, stderr, stdout } = await gen3dCalled(line);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(gen3d.requests).toHaveLength(0);
  });

  test('--help is no error', async () => {
    const { exitCode, stdout } = await gen3dCalled('--help');

    expect(exitCode).toBe(0);
    for (const name of ['login', 'logout', 'run', 'retry', 'mask', 'list', 'status', 'cancel', 'download']) {
      expect(stdout).toContain(name);
    }
  });
});
