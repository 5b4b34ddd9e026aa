import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPly } from '#client/ply.ts';
import { createHttpBrowser } from '#local/scripted-user/http-browser.ts';
import { sampleMask, samplePhoto } from '#local/testing/sample-images.ts';
import type { TestUser } from '#local/testing/users.ts';
import { type CommandFolder, commandFolder } from '#test/unit/client/command.ts';
import { startTestEnvironment, type TestEnvironment } from '../support/test-environment.ts';

let here: TestEnvironment;
let user: TestUser;
let folder: CommandFolder;

beforeAll(async () => {
  here = await startTestEnvironment();
  user = await here.newUser();
  folder = await commandFolder();
  await copyFile(samplePhoto, join(folder.path, 'photo.png'));
  await copyFile(sampleMask, join(folder.path, 'mask.png'));
}, 120_000);
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await here[Symbol.asyncDispose]();
});

const gen3d = (line: string, settings = {}) =>
  folder.run(`${line} --config ${join(here.environment.folder, 'client.json')}`, settings);

/** Signs in on the sign-in pages, up to the redirect to the command line. */
async function signInOn(url: URL): Promise<void> {
  const browser = createHttpBrowser();
  const last = await browser.submit(await browser.open(url), { ...user.credential });
  expect(last.text).toContain('You are signed in');
}

/** The session id in a command's output. */
const jobIn = (text: string) => /gen3d-[0-9a-f]{46}/.exec(text)?.[0] ?? 'none';

describe('the command line with a local environment', { timeout: 180_000 }, () => {
  it('asks to sign in, and signs in through the browser', async () => {
    expect(await gen3d('list')).toMatchObject({
      exitCode: 1,
      stderr: "You aren't signed in. Run gen3d login.\n",
    });

    const login = await gen3d('login', { openPage: signInOn });

    expect(login).toMatchObject({ exitCode: 0 });
    expect(login.stdout).toContain(`as ${user.credential.email}.`);
    expect(await gen3d('list')).toMatchObject({ exitCode: 0 });
  });

  it('makes a model from a click, lists it, and starts again with its mask', async () => {
    const run = await gen3d('run photo.png --point 285,150 --quality low --out cup.ply');
    const jobId = jobIn(run.stdout);
    const status = await gen3d(`status ${jobId}`);
    const list = await gen3d('list');
    const again = await gen3d(`retry ${jobId} --quality low --seed 7`);

    expect(run).toMatchObject({ exitCode: 0 });
    expect(
      readPly(new Uint8Array(await readFile(join(folder.path, 'cup.ply')))).positions.length,
    ).toBeGreaterThan(0);
    expect(status.stdout).toMatch(/status: +completed, 100%/);
    expect(list.stdout).toMatch(new RegExp(`${jobId} +completed +100%`));
    expect(again).toMatchObject({ exitCode: 0 });
    expect(jobIn(again.stdout)).not.toBe(jobId);
  });

  it('starts a session, submits the mask later, and downloads the files', async () => {
    const jobId = jobIn((await gen3d('run photo.png')).stdout);

    const mask = await gen3d(`mask ${jobId} --mask mask.png --quality low`);
    const download = await gen3d(`download ${jobId} --file photo --out copy.jpg`);

    expect(mask).toMatchObject({ exitCode: 0 });
    expect(download).toMatchObject({ exitCode: 0 });
    const { width, height } = await sharp(join(folder.path, 'copy.jpg')).metadata();
    expect([width, height]).toEqual([600, 400]);
  });

  it('makes a model from a WebP that lies on its side, by a click in percent', async () => {
    const lying = sharp(samplePhoto).rotate(-90).withMetadata({ orientation: 6 }).webp({ quality: 90 });
    await folder.file('lying.jpg', await lying.toBuffer());

    const run = await gen3d('run lying.jpg --point 47.5%,37.5% --quality low --out lying.ply');
    const status = await gen3d(`status ${jobIn(run.stdout)}`);

    expect(run).toMatchObject({ exitCode: 0 });
    expect(status.stdout).toContain('600 × 400 pixels');
  });

  it('makes a model from a cut-out, by its transparency', async () => {
    const alpha = await sharp(sampleMask).toColourspace('b-w').raw().toBuffer();
    const raw = { width: 600, height: 400, channels: 1 } as const;
    await folder.file('cutout.png', await sharp(samplePhoto).joinChannel(alpha, { raw }).png().toBuffer());

    const run = await gen3d('run cutout.png --mask alpha --quality low --out cutout.ply');
    const opaque = await gen3d('run photo.png --mask alpha');

    expect(run).toMatchObject({ exitCode: 0 });
    expect(opaque).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('This photo has no transparency.'),
    });
  });

  it('takes a mask of half the size as a JPEG', async () => {
    await folder.file('half.jpg', await sharp(sampleMask).resize(300, 200).jpeg().toBuffer());

    const run = await gen3d('run photo.png --mask half.jpg --quality low --out half.ply');

    expect(run).toMatchObject({ exitCode: 0 });
  });

  it('cancels a session and deletes its files', async () => {
    const jobId = jobIn((await gen3d('run photo.png')).stdout);

    const cancel = await gen3d(`cancel ${jobId}`);

    expect(cancel).toMatchObject({ exitCode: 0 });
    expect((await gen3d('list')).stdout).not.toContain(`${jobId}  awaiting`);
    expect((await gen3d(`download ${jobId}`)).exitCode).toBe(1);
  });

  it('reports why a mask was rejected', async () => {
    const data = new Uint8Array(100).fill(255, 0, 50);
    await folder.file('small.png', encode({ width: 10, height: 10, channels: 1, data }));
    const jobId = jobIn((await gen3d('run photo.png')).stdout);

    const outside = await gen3d(`mask ${jobId} --point 9999,1`);
    const refused = await gen3d(`mask ${jobId} --mask small.png`);

    expect(outside.stderr).toContain('outside the photo of 600 × 400 pixels');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/Mask rejected: .*600/);
  });

  it('reports a missing session', async () => {
    const missing = await gen3d('status gen3d-0000');

    expect(missing.exitCode).toBe(1);
    expect(missing.stderr.trim().split('\n')).toHaveLength(1);
  });
});
