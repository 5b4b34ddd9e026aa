import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadModels } from '#infra/models/download/download.ts';
import { exportDecoder } from '#infra/models/export-decoder.ts';
import { hubToken } from '#infra/models/hub-token.ts';
import { missingModelFiles } from '#infra/models/layout.ts';
import { modelFiles } from '#infra/models/sources.ts';
import { uploadDecoder } from '#infra/models/upload/decoder.ts';
import { uploadFolder, uploadOriginals } from '#infra/models/upload/upload.ts';
import { Bucket, type S3Fixture, startS3Fixture } from '#test/unit/local/emulators/s3/fixture.ts';
import { commit, type Sources, startSources, token } from './sources.ts';

let s3: S3Fixture;
let sources: Sources;
let lines: string[];

beforeEach(async () => {
  s3 = await startS3Fixture();
  sources = await startSources();
  lines = [];
});
afterEach(async () => {
  await sources[Symbol.asyncDispose]();
  await s3.remove();
  vi.unstubAllEnvs();
});

const destination = () => ({ s3: s3.client(), bucket: Bucket, partBytes: 1_000_000 });
const log = (line: string) => void lines.push(line);
const upload = () => uploadOriginals({ origins: sources.origins, token, destination: destination(), log });

/** Downloads to a folder, converts, and uploads the folder, as the command does. */
async function uploadConverted(): Promise<void> {
  const folder = join(s3.options.folder, 'weights');
  const python = [process.execPath, join(import.meta.dirname, 'fake-python.ts')] as const;
  const { origins } = sources;
  const files = await downloadModels({ origins, token, folder, layout: 'converted', log, python });
  lines = [];
  await uploadFolder({ folder, files, destination: destination(), log });
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.client().send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}
async function text(Key: string): Promise<string | undefined> {
  const { Body } = await s3.client().send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

describe('npm run models:upload -- --original', () => {
  it('copies only the files that the container reads', async () => {
    await upload();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found).toEqual(
      expect.arrayContaining([
        `models/sam3d/hub/huggingface/hub/models--Ruicheng--moge-vitl/snapshots/${commit('c')}/model.pt`,
        'models/sam3d/hub/torch/hub/facebookresearch_dinov2_main/dinov2/__init__.py',
        'models/sam3d/hub/torch/hub/facebookresearch_dinov2_main/hubconf.py',
      ]),
    );
    expect(
      found.filter((key) => /README|(sam3|mesh)\.pt$|dinov2_vitl14|ss_encoder\.safetensors/.test(key)),
    ).toEqual([]);
    expect(await text('models/sam3/LICENSE')).toBe('SAM License');
    expect(await text('models/sam3d/LICENSE')).toBe('SAM License');
    expect(await text('models/sam3/model.safetensors')).toBe('weights of sam3 '.repeat(20));
    expect(await text('models/sam3/revision.txt')).toBe(commit('a'));
    expect(await text('models/sam3d/revision.txt')).toBe(commit('b'));
    expect(await text('models/sam3d/hub/huggingface/hub/models--Ruicheng--moge-vitl/refs/main')).toBe(
      commit('c'),
    );
  });

  it('sends its token only to the hub and never prints it', async () => {
    await upload();

    const toHub = sources.asked.hub.filter(({ path }) => /facebook\/sam/.test(path));
    expect(new Set(toHub.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
    expect(sources.asked.store.length).toBeGreaterThan(10);
    expect(new Set(sources.asked.store.map(({ authorization }) => authorization))).toEqual(
      new Set([undefined]),
    );
    expect(lines.join('\n')).not.toContain(token);
  });

  it('continues after a failure, and copies nothing when everything is there', async () => {
    sources.intercept = (path) => (path === 'checkpoints/ss_decoder.ckpt' ? 404 : undefined);
    await expect(upload()).rejects.toThrow('answered 404');
    expect(missingModelFiles(await keys())).toContain('models/sam3/revision.txt');
    sources.intercept = () => undefined;
    lines = [];

    await upload();
    expect(lines[1]).toMatch(/^✓ models\/sam3\/config.json .* \(already there\)$/);
    expect(lines.find((line) => line.includes('ss_decoder.ckpt'))).not.toContain('(already there)');

    lines = [];
    await upload();
    expect(lines.filter((line) => !line.endsWith('(already there)'))).toEqual([]);
  });

  it('copies a file again when it changed at its source', async () => {
    await upload();
    sources.contents.repositories.get('facebook/sam3')?.files.set('config.json', '{"new": true}');

    await upload();

    expect(await text('models/sam3/config.json')).toBe('{"new": true}');
  });

  it.each([
    [401, 'facebook/sam3 needs a token. Set HF_TOKEN to a token that can read it'],
    [403, 'Your account cannot read facebook/sam3. Accept its license at'],
  ])('says what to do when the hub answers %d, and writes nothing', async (status, sentence) => {
    sources.intercept = (path) => (path.startsWith('/facebook/sam3/resolve/') ? status : undefined);

    await expect(upload()).rejects.toThrow(sentence);
    expect(await keys()).toEqual([]);
  });

  it.each([
    ['facebook/sam-3d-objects', 'checkpoints/ss_generator.ckpt', 'models/sam3d/ss_generator.ckpt'],
    ['facebook/sam-3d-objects', 'checkpoints/slat_decoder_mesh.ckpt', 'models/sam3d/slat_decoder_mesh.ckpt'],
  ])('names the file that %s lacks (%s), and writes nothing', async (repository, path, key) => {
    sources.contents.repositories.get(repository)?.files.delete(path);

    await expect(upload()).rejects.toThrow(`They lack ${key}.`);
    expect(await keys()).toEqual([]);
  });

  it("takes the license from the code's repository when the hub's has none", async () => {
    sources.contents.repositories.get('facebook/sam-3d-objects')?.files.delete('LICENSE');

    await upload();

    expect(await text('models/sam3/LICENSE')).toBe('SAM License');
    expect(await text('models/sam3d/LICENSE')).toBe('License of the code');
  });

  it('copies nothing when there is no license anywhere', async () => {
    sources.contents.repositories.get('facebook/sam3')?.files.delete('LICENSE');
    sources.contents.code.delete('LICENSE');

    await expect(upload()).rejects.toThrow('They lack models/sam3/LICENSE.');
    expect(await keys()).toEqual([]);
  });

  it('replaces converted weights', async () => {
    await uploadConverted();
    lines = [];

    await upload();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found.filter((key) => /weights\.json|sam3d\/.+\.safetensors/.test(key))).toEqual([]);
    expect(lines.find((line) => line.startsWith('−'))).toContain('models/sam3d/weights.json');
  });

  it('retries a temporary failure', async () => {
    let failures = 1;
    sources.intercept = (path) => (path === 'model.safetensors' && failures-- > 0 ? 503 : undefined);

    await upload();

    expect(missingModelFiles(await keys())).toEqual([]);
  });

  it('reads its token from the environment or from a secret', async () => {
    const secrets = mockClient(SecretsManagerClient);
    secrets.on(GetSecretValueCommand, { SecretId: 'hub' }).resolves({ SecretString: 'hf_from-the-secret\n' });
    vi.stubEnv('HF_TOKEN', 'hf_from-the-environment');

    expect(await hubToken('us-east-1', undefined)).toBe('hf_from-the-environment');
    expect(await hubToken('us-east-1', 'hub')).toBe('hf_from-the-secret');
    secrets.restore();
  });
});

describe('npm run models:upload', () => {
  it('uploads the converted weights and everything beside them', async () => {
    await uploadConverted();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found).toContain('models/sam3d/weights.json');
    expect(found).toContain('models/sam3d/LICENSE');
    expect(found.filter((key) => /\.(ckpt|pth)$/.test(key))).toEqual([]);
    expect(await text('models/sam3d/ss_decoder.safetensors')).toMatch(/^half of weights of ss_decoder/);
    expect(await text('models/sam3/model.safetensors')).toBe('weights of sam3 '.repeat(20));
    expect(await text('models/sam3d/revision.txt')).toBe(commit('b'));
  });

  it('sends nothing when everything is there', async () => {
    await uploadConverted();
    await uploadConverted();

    expect(lines.filter((line) => !line.endsWith('(already there)'))).toEqual([]);
  });

  it('replaces the original checkpoints', async () => {
    await upload();

    await uploadConverted();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found.filter((key) => key.endsWith('.ckpt'))).toEqual([]);
    expect(lines).toContain('− models/sam3d/ss_generator.ckpt, which the uploaded files replace');
  });

  it('leaves no index of older weights while it uploads newer ones', async () => {
    await uploadConverted();
    sources.contents.repositories
      .get('facebook/sam-3d-objects')
      ?.files.set('checkpoints/ss_decoder.ckpt', 'new weights '.repeat(20));
    const held: boolean[] = [];
    const client = s3.client();
    client.middlewareStack.add(
      (next) => async (args) => {
        const { Key } = args.input as { Key?: string };
        if (Key === 'models/sam3d/ss_decoder.safetensors')
          held.push((await keys()).includes('models/sam3d/weights.json'));
        return next(args);
      },
      { step: 'initialize' },
    );
    const folder = join(s3.options.folder, 'weights');
    const python = [process.execPath, join(import.meta.dirname, 'fake-python.ts')] as const;
    const { origins } = sources;
    const files = await downloadModels({ origins, token, folder, layout: 'converted', log, python });

    await uploadFolder({ folder, files, destination: { ...destination(), s3: client }, log });

    expect(new Set(held)).toEqual(new Set([false]));
    expect(await text('models/sam3d/ss_decoder.safetensors')).toMatch(/^half of new weights/);
  });

  it('uploads no file that has changed on disk', async () => {
    const folder = join(s3.options.folder, 'weights');
    await uploadConverted();
    const path = join(folder, 'sam3d', 'ss_decoder.safetensors');
    const whole = await readFile(path, 'utf8');
    const files = await modelFiles(sources.origins, token);
    await writeFile(path, whole.replace('half', 'HALF'));
    await s3.client().send(new DeleteObjectCommand({ Bucket, Key: 'models/sam3d/ss_decoder.safetensors' }));

    await expect(uploadFolder({ folder, files, destination: destination(), log })).rejects.toThrow(
      'models/sam3d/ss_decoder.safetensors was not written',
    );
    expect(await keys()).not.toContain('models/sam3d/ss_decoder.safetensors');
  });
});

describe('the mask decoder', () => {
  beforeEach(async () => {
    for (const name of ['LICENSE', 'config.json', 'model.safetensors', 'processor_config.json']) {
      await s3.client().send(new PutObjectCommand({ Bucket, Key: `models/sam3/${name}`, Body: name }));
    }
  });

  it('is exported from the weights in the bucket and published', async () => {
    const script =
      'const fs = require("node:fs"); const [folder, out] = process.argv.slice(-2);' +
      'fs.writeFileSync(out, fs.readdirSync(folder).map((name) => fs.readFileSync(folder + "/" + name)).join());';
    const command = [process.execPath, '-e', script, '--'] as const;

    await exportDecoder(destination(), (file) => uploadDecoder(destination(), file), [...command]);

    const Key = 'public/sam3-decoder.onnx';
    expect(await text(Key)).toBe('config.json,model.safetensors,processor_config.json');
    const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.CacheControl).toBe('public, max-age=86400');
  });

  it('is published with its license beside it, as text', async () => {
    const file = join(s3.options.folder, 'made.onnx');
    await writeFile(file, 'graph');

    await uploadDecoder(destination(), file);

    const Key = 'public/sam3-decoder.LICENSE.txt';
    expect(await text(Key)).toBe('LICENSE');
    const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentType).toBe('text/plain; charset=utf-8');
  });

  it('is not published without the license', async () => {
    const file = join(s3.options.folder, 'made.onnx');
    await writeFile(file, 'graph');
    await s3.client().send(new DeleteObjectCommand({ Bucket, Key: 'models/sam3/LICENSE' }));

    await expect(uploadDecoder(destination(), file)).rejects.toThrow('models/sam3/LICENSE is missing');
    expect((await keys()).filter((key) => key.startsWith('public/'))).toEqual([]);
  });

  it('is not published when the export fails', async () => {
    const failing = exportDecoder(destination(), (file) => uploadDecoder(destination(), file), [
      process.execPath,
      '-e',
      'process.exit(3)',
      '--',
    ]);

    await expect(failing).rejects.toThrow('The decoder export failed with exit code 3.');
    expect(await keys()).not.toContain('public/sam3-decoder.onnx');
  });

  it('can be published from a file', async () => {
    const file = join(s3.options.folder, 'made.onnx');
    await writeFile(file, 'graph');

    await uploadDecoder(destination(), file);

    expect(await text('public/sam3-decoder.onnx')).toBe('graph');
  });
});
