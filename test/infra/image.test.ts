import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { imageFolder, imageTag } from '#infra/models/image-tag.ts';
import { pushImage } from '#infra/models/push-image.ts';

let folder: string;
let sources: string;
/** Whether the repository holds the image. */
let pushed: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-image-'));
  sources = join(folder, 'container');
  await mkdir(join(sources, 'gen3d_container'), { recursive: true });
  await mkdir(join(sources, 'requirements'));
  await mkdir(join(sources, 'tests'));
  await writeFile(join(sources, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(sources, 'gen3d_container', 'main.py'), 'print(1)\n');
  pushed = false;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-test');
  vi.stubGlobal('fetch', registry);
  await dockerThat('cat > /dev/null');
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function registry(_url: URL, { headers }: RequestInit): Promise<Response> {
  const target = new Headers(headers).get('x-amz-target')?.split('.').at(-1);
  if (target === 'DescribeImages') {
    return pushed
      ? Response.json({ imageDetails: [{}] })
      : Response.json({ __type: 'ImageNotFoundException' }, { status: 400 });
  }
  if (target === 'GetAuthorizationToken') {
    const authorizationToken = Buffer.from('AWS:registry-password').toString('base64');
    return Response.json({ authorizationData: [{ authorizationToken }] });
  }
  return Response.json({
    GetCallerIdentityResponse: { GetCallerIdentityResult: { Account: '123456789012' } },
  });
}

/** Puts a `docker` in front of the path that notes its arguments and then runs `script`. */
async function dockerThat(script: string): Promise<void> {
  const file = join(folder, 'docker');
  await writeFile(file, `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`);
  await chmod(file, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}
const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

describe('npm run image:push', () => {
  it('builds the image, signs in with a password that no one sees, and pushes', async () => {
    await dockerThat(`cat >> '${folder}/input'`);

    const image = await pushImage(readSettings(), sources);

    const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
    expect(image).toBe(`${host}/gen3d-sam3-sam3d:${imageTag(sources)}`);
    expect(await calls()).toEqual([
      `build --platform linux/amd64 --provenance=false --tag ${image} ${sources}`,
      `login --username AWS --password-stdin ${host}`,
      `push ${image}`,
    ]);
    expect(await readFile(join(folder, 'input'), 'utf8')).toBe('registry-password');
  });

  it('has nothing to do when these sources have been pushed', async () => {
    pushed = true;

    await pushImage(readSettings(), sources);

    await expect(calls()).rejects.toThrow('ENOENT');
  });

  it('stops where docker fails', async () => {
    await dockerThat('exit 7');

    await expect(pushImage(readSettings(), sources)).rejects.toThrow(
      'docker build has failed with exit code 7.',
    );
    expect(await calls()).toHaveLength(1);
  });

  it('says when there is no docker', async () => {
    vi.stubEnv('PATH', '');

    await expect(pushImage(readSettings(), sources)).rejects.toThrow('docker cannot be started');
  });
});

describe('the tag of an image', () => {
  it('changes with what the image is built from, and with nothing else', async () => {
    const before = imageTag(sources);
    await writeFile(join(sources, 'tests', 'test_main.py'), 'assert True\n');
    await writeFile(join(sources, 'gen3d_container', 'main.pyc'), 'compiled');
    const same = imageTag(sources);
    await writeFile(join(sources, 'gen3d_container', 'main.py'), 'print(2)\n');

    expect(same).toBe(before);
    expect(imageTag(sources)).not.toBe(before);
  });

  it('is the same wherever the sources lie', async () => {
    const copy = join(folder, 'copy');
    await cp(sources, copy, { recursive: true });

    expect(imageTag(copy)).toBe(imageTag(sources));
  });

  it('covers everything that the Dockerfile copies', async () => {
    const dockerfile = await readFile(join(imageFolder, 'Dockerfile'), 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+)/gm)].map(
      ([, source = '']) => source.split('/')[0],
    );

    expect([...new Set(copied)].sort()).toEqual(['gen3d_container', 'requirements']);
  });
});
