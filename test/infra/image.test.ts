import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { imageFolder, imageTag } from '#infra/models/image-tag.ts';
import { pushImage } from '#infra/models/push-image/main.ts';

let folder: string;
let sources: string;
const ecr = mockClient(ECRClient);
const sts = mockClient(STSClient);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-image-'));
  sources = join(folder, 'container');
  await mkdir(join(sources, 'gen3d_container'), { recursive: true });
  await mkdir(join(sources, 'requirements'));
  await mkdir(join(sources, 'tests'));
  await writeFile(join(sources, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(sources, 'gen3d_container', 'main.py'), 'print(1)\n');
  ecr.reset();
  ecr.on(DescribeImagesCommand).rejects(new ImageNotFoundException({ $metadata: {}, message: 'not there' }));
  const authorizationToken = Buffer.from('AWS:registry-password').toString('base64');
  ecr.on(GetAuthorizationTokenCommand).resolves({ authorizationData: [{ authorizationToken }] });
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
  await fakeDocker('cat > /dev/null');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Puts a fake `docker` first in PATH. It records its arguments and runs `script`. */
async function fakeDocker(script: string): Promise<void> {
  const file = join(folder, 'docker');
  await writeFile(file, `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`);
  await chmod(file, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}
const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

describe('npm run image:push', () => {
  it('builds the image, signs in with a password that is not printed, and pushes', async () => {
    await fakeDocker(`cat >> '${folder}/input'`);

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

  it('does nothing when the repository has the image of these sources', async () => {
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{}] });

    await pushImage(readSettings(), sources);

    await expect(calls()).rejects.toThrow('ENOENT');
  });

  it('fails when docker fails', async () => {
    await fakeDocker('exit 7');

    await expect(pushImage(readSettings(), sources)).rejects.toThrow('docker build failed with exit code 7.');
    expect(await calls()).toHaveLength(1);
  });

  it('says that docker is missing', async () => {
    vi.stubEnv('PATH', '');

    await expect(pushImage(readSettings(), sources)).rejects.toThrow('Docker did not start');
  });
});

describe('imageTag', () => {
  it('changes only with the files that the image is built from', async () => {
    const before = imageTag(sources);
    await writeFile(join(sources, 'tests', 'test_main.py'), 'assert True\n');
    await writeFile(join(sources, 'gen3d_container', 'main.pyc'), 'compiled');
    const same = imageTag(sources);
    await writeFile(join(sources, 'gen3d_container', 'main.py'), 'print(2)\n');

    expect(same).toBe(before);
    expect(imageTag(sources)).not.toBe(before);
  });

  it('does not depend on the folder of the sources', async () => {
    const copy = join(folder, 'copy');
    await cp(sources, copy, { recursive: true });

    expect(imageTag(copy)).toBe(imageTag(sources));
  });

  it('covers every file that the Dockerfile copies', async () => {
    const dockerfile = await readFile(join(imageFolder, 'Dockerfile'), 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+)/gm)].map(
      ([, source = '']) => source.split('/')[0],
    );

    expect([...new Set(copied)].sort()).toEqual(['gen3d_container', 'requirements']);
  });
});
