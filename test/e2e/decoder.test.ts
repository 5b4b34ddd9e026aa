import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decoderKey, decoderLicenseKey } from '#contracts/keys.ts';
import { startEnvironment } from '#local/environment/environment.ts';
import { startTestEnvironment, type TestEnvironment } from '../support/test-environment.ts';

const graph = join(import.meta.dirname, '..', 'fixtures', 'sam3-tiny', 'decoder.onnx');
const endpointUrl = 'http://127.0.0.1:9';
let weights: string;
let here: TestEnvironment;

beforeAll(async () => {
  weights = await mkdtemp(join(tmpdir(), 'gen3d-weights-'));
  await mkdir(join(weights, 'sam3'));
  await writeFile(join(weights, 'sam3', 'LICENSE'), 'SAM License');
  await cp(graph, join(weights, 'sam3-decoder.onnx'));
  here = await startTestEnvironment(undefined, { endpointUrl, weightsFolder: weights });
}, 300_000);
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await rm(weights, { recursive: true });
});

const get = (key: string) => fetch(`${here.environment.urls.web}/${key}`);

describe('the mask decoder of a real container', () => {
  it('comes from the weights folder, at the path that it has on AWS', async () => {
    const answer = await get(decoderKey);

    expect(answer.status).toBe(200);
    expect((await answer.bytes()).length).toBeGreaterThan(100_000);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has the license of the weights beside it, as text', async () => {
    const answer = await get(decoderLicenseKey);

    expect(await answer.text()).toBe('SAM License');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('is all that is served of the weights folder', async () => {
    expect((await get('public/sam3/LICENSE')).status).toBe(404);
    expect((await get('public/config.json')).status).toBe(404);
  });

  it('must be in a folder that is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gen3d-e2e-'));
    const start = startEnvironment({
      folder,
      port: 'free',
      endpointUrl,
      weightsFolder: join(folder, 'none'),
    });

    await expect(start).rejects.toMatchObject({ code: 'DecoderMissing' });
    await expect(start).rejects.toThrow('npm run models:download');
    await rm(folder, { recursive: true });
  });
});
