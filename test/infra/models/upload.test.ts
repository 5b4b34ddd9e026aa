import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportDecoder } from '#infra/models/export-decoder.ts';
import { missingModelFiles } from '#infra/models/layout.ts';
import { hubToken, uploadDecoder, uploadModels } from '#infra/models/upload.ts';
import { Bucket, type S3Home, startS3Home } from '#test/unit/services/s3/bucket.ts';
import { commit, type Sources, startSources, token } from './sources.ts';

let s3: S3Home;
let sources: Sources;
let lines: string[];

beforeEach(async () => {
  s3 = await startS3Home();
  sources = await startSources();
  lines = [];
});
afterEach(async () => {
  await sources[Symbol.asyncDispose]();
  await s3.remove();
  vi.unstubAllEnvs();
});

const destination = () => ({ s3: s3.client(), bucket: Bucket, partBytes: 1_000_000 });
const upload = () =>
  uploadModels({
    origins: sources.origins,
    token,
    destination: destination(),
    say: (line) => void lines.push(line),
  });

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.client().send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}
async function text(Key: string): Promise<string | undefined> {
  const { Body } = await s3.client().send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

describe('npm run models:upload', () => {
  it('brings what the container reads of both models, and nothing else', async () => {
    await upload();

    const found = await keys();
    expect(missingModelFiles(found)).toEqual([]);
    expect(found).toEqual(
      expect.arrayContaining([
        `models/sam3d/hub/huggingface/hub/models--Ruicheng--moge-vitl/snapshots/${commit('c')}/model.pt`,
        'models/sam3d/hub/torch/hub/checkpoints/dinov2_vitl14_reg4_pretrain.pth',
        'models/sam3d/hub/torch/hub/facebookresearch_dinov2_main/dinov2/__init__.py',
        'models/sam3d/hub/torch/hub/facebookresearch_dinov2_main/hubconf.py',
      ]),
    );
    expect(found.filter((key) => /README|sam3\.pt/.test(key))).toEqual([]);
    expect(await text('models/sam3/model.safetensors')).toBe('weights of sam3 '.repeat(20));
    expect(await text('models/sam3/revision.txt')).toBe(commit('a'));
    expect(await text('models/sam3d/revision.txt')).toBe(commit('b'));
    expect(await text('models/sam3d/hub/huggingface/hub/models--Ruicheng--moge-vitl/refs/main')).toBe(
      commit('c'),
    );
  });

  it('shows its token to the hub alone, and prints it nowhere', async () => {
    await upload();

    const toHub = sources.asked.hub.filter(({ path }) => /facebook\/sam/.test(path));
    expect(new Set(toHub.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
    expect(sources.asked.store.length).toBeGreaterThan(10);
    expect(new Set(sources.asked.store.map(({ authorization }) => authorization))).toEqual(
      new Set([undefined]),
    );
    expect(lines.join('\n')).not.toContain(token);
  });

  it('goes on where it was stopped, and has nothing to send the next time', async () => {
    sources.intercept = (path) => (path === 'checkpoints/ss_decoder.ckpt' ? 404 : undefined);
    await expect(upload()).rejects.toThrow('answered 404');
    expect(missingModelFiles(await keys())).toContain('models/sam3/revision.txt');
    sources.intercept = () => undefined;
    lines = [];

    await upload();
    expect(lines[0]).toMatch(/^✓ models\/sam3\/config.json .* \(was there\)$/);
    expect(lines.find((line) => line.includes('ss_decoder.ckpt'))).not.toContain('(was there)');

    lines = [];
    await upload();
    expect(lines.filter((line) => !line.endsWith('(was there)'))).toEqual([]);
  });

  it('sends a file again that has changed at its source', async () => {
    await upload();
    sources.contents.repositories.get('facebook/sam3')?.files.set('config.json', '{"new": true}');

    await upload();

    expect(await text('models/sam3/config.json')).toBe('{"new": true}');
  });

  it.each([
    [401, 'facebook/sam3 asks who you are: set HF_TOKEN to a token that may read it'],
    [403, 'Your account may not read facebook/sam3: accept its licence at'],
  ])('says what to do when the hub answers %d, and has written nothing', async (status, sentence) => {
    sources.intercept = (path) => (path.startsWith('/facebook/sam3/resolve/') ? status : undefined);

    await expect(upload()).rejects.toThrow(sentence);
    expect(await keys()).toEqual([]);
  });

  it('names the file that a repository lacks, before it writes anything', async () => {
    sources.contents.repositories
      .get('facebook/sam-3d-objects')
      ?.files.delete('checkpoints/ss_generator.ckpt');

    await expect(upload()).rejects.toThrow('nothing there for models/sam3d/ss_generator.ckpt.');
    expect(await keys()).toEqual([]);
  });

  it('tries again what fails for a moment', async () => {
    let failures = 1;
    sources.intercept = (path) => (path === 'model.safetensors' && failures-- > 0 ? 503 : undefined);

    await upload();

    expect(missingModelFiles(await keys())).toEqual([]);
  });

  it('takes its token from the environment, or from a secret', async () => {
    const secrets = mockClient(SecretsManagerClient);
    secrets.on(GetSecretValueCommand, { SecretId: 'hub' }).resolves({ SecretString: 'hf_from-the-secret\n' });
    vi.stubEnv('HF_TOKEN', 'hf_from-the-environment');

    expect(await hubToken('us-east-1', undefined)).toBe('hf_from-the-environment');
    expect(await hubToken('us-east-1', 'hub')).toBe('hf_from-the-secret');
    secrets.restore();
  });
});

describe('the mask decoder', () => {
  beforeEach(async () => {
    for (const name of ['config.json', 'model.safetensors', 'processor_config.json']) {
      await s3.client().send(new PutObjectCommand({ Bucket, Key: `models/sam3/${name}`, Body: name }));
    }
  });

  it('is made from the weights in the bucket and put where everybody can read it', async () => {
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

  it('that cannot be made is told, and nothing is put', async () => {
    const failing = exportDecoder(destination(), (file) => uploadDecoder(destination(), file), [
      process.execPath,
      '-e',
      'process.exit(3)',
      '--',
    ]);

    await expect(failing).rejects.toThrow('The decoder could not be made: exit code 3.');
    expect(await keys()).not.toContain('public/sam3-decoder.onnx');
  });

  it('made elsewhere can be put, too', async () => {
    const file = join(s3.options.folder, 'made.onnx');
    await writeFile(file, 'graph');

    await uploadDecoder(destination(), file);

    expect(await text('public/sam3-decoder.onnx')).toBe('graph');
  });
});
