import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf, readPly } from '#client/ply.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { objectKeys } from '#contracts/keys.ts';
import type { ModelJob } from '#contracts/model-job.ts';
import {
  facts,
  imageKey,
  keys,
  type PreviewFixture,
  sampleMask,
  samplePhoto,
  startPreviewFixture,
} from '../support/server.ts';

type ReconstructionJob = Extract<ModelJob, { task: 'generate_3d' }>;

let fixture: PreviewFixture;
beforeAll(async () => {
  fixture = await startPreviewFixture();
});
afterAll(() => fixture.remove());

async function embeddingJob(photo: Uint8Array = samplePhoto): Promise<ModelJob> {
  return { task: 'get_embedding', ...facts, image: await fixture.put(imageKey, photo) };
}

async function reconstructionJob(mask: Uint8Array = sampleMask): Promise<ReconstructionJob> {
  const image = await fixture.put(imageKey, samplePhoto);
  return { task: 'generate_3d', ...facts, image, mask: await fixture.put(keys.mask, mask), quality: 'low' };
}

async function codeOf(job: ModelJob | string): Promise<string> {
  const { status, answer } = await fixture.invoke(job);
  expect(status).toBe(200);
  return answer.status === 'error' ? answer.error.code : answer.status;
}

describe('the preview model as a container', () => {
  it('answers pings', async () => {
    const response = await fetch(`${fixture.service.url}/ping`);

    expect(response.status).toBe(200);
  });

  it('writes embeddings whose manifest fits their data and says that it is a preview', async () => {
    const { answer } = await fixture.invoke(await embeddingJob());

    const manifest = EmbeddingsManifest.parse(
      JSON.parse(Buffer.from(await fixture.get(keys.embeddings)).toString()),
    );
    const data = await fixture.get(manifest.data_s3_key);
    expect(answer).toMatchObject({
      status: 'success',
      task: 'get_embedding',
      embeddings_s3_key: keys.embeddings,
      image_size: [600, 400],
      model: { preview: true },
      timings: { total: expect.any(Number), download: expect.any(Number), model: expect.any(Number) },
    });
    expect(manifest).toMatchObject({
      image_size: [600, 400],
      decoder: { kind: 'preview' },
      model: { preview: true },
    });
    expect(data.length).toBe(manifest.tensors.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('writes a coloured mesh and reports its size', async () => {
    const { answer } = await fixture.invoke(await reconstructionJob());

    const file = await fixture.get(keys.mesh);
    const counts = countsOf(readPly(file));
    expect(counts.num_faces).toBeGreaterThan(10_000);
    expect(answer).toMatchObject({
      status: 'success',
      task: 'generate_3d',
      output_s3_key: keys.mesh,
      mesh_stats: {
        ...counts,
        file_size_mb: Math.round((file.length / 2 ** 20) * 1000) / 1000,
        has_colors: true,
        mask_coverage_percent: 20.955,
      },
      model: { preview: true },
      timings: { total: expect.any(Number), upload: expect.any(Number) },
    });
    expect(answer).not.toHaveProperty('splat_s3_key');
  });

  it('makes an object of each mask', async () => {
    const job = await reconstructionJob();
    const second = objectKeys(facts.user_id, facts.session_id, 2);
    const smaller = await sharp(sampleMask).erode(8).toColourspace('b-w').png().toBuffer();

    const { answer } = await fixture.invoke({
      ...job,
      more_masks: [await fixture.put(second.mask, smaller)],
    });
    const other = await fixture.get(second.mesh);

    expect(answer).toMatchObject({
      output_s3_key: keys.mesh,
      mesh_stats: { mask_coverage_percent: 20.955 },
      more_objects: [{ output_s3_key: second.mesh, mesh_stats: countsOf(readPly(other)) }],
    });
    expect(other).not.toEqual(await fixture.get(keys.mesh));
  });

  it('names the mask that is wrong', async () => {
    const job = await reconstructionJob();
    const second = objectKeys(facts.user_id, facts.session_id, 2);

    const { answer } = await fixture.invoke({
      ...job,
      more_masks: [await fixture.put(second.mask, Buffer.from('not a picture'))],
    });

    expect(answer).toMatchObject({
      error: { code: 'MaskUnreadable', message: expect.stringMatching(/^Mask 2 of 2: /) },
    });
  });

  it('reads the version that the job names, not the latest', async () => {
    const job = await embeddingJob();
    await fixture.put(imageKey, Buffer.from('overwritten'));

    expect(await codeOf(job)).toBe('success');
  });

  it('answers pings while it computes', async () => {
    const order: string[] = [];
    const job = fixture
      .invoke({ ...(await reconstructionJob()), quality: 'high' })
      .then(() => order.push('job'));

    for (let ping = 0; ping < 5; ping++) {
      await fetch(`${fixture.service.url}/ping`);
      order.push('ping');
    }

    await job;
    expect(order.slice(0, 5)).toEqual(Array(5).fill('ping'));
  });

  it('runs several jobs at a time', async () => {
    const job = await embeddingJob();

    const answers = await Promise.all(Array.from({ length: 6 }, () => fixture.invoke(job)));

    expect(answers.map(({ answer }) => answer.status)).toEqual(Array(6).fill('success'));
  });

  it('answers other routes with 404', async () => {
    const response = await fetch(`${fixture.service.url}/invocations`);

    expect(response.status).toBe(404);
  });

  it('rejects a body longer than SageMaker passes inline', async () => {
    const response = await fetch(`${fixture.service.url}/invocations`, {
      method: 'POST',
      body: 'x'.repeat(128_001),
    });

    expect(response.status).toBe(413);
  });
});

describe('errors that the preview model handles', () => {
  it.each(['', '{', '[]', '{"task":"fly"}'])('InvalidJob for the body %j', async (body) => {
    expect(await codeOf(body)).toBe('InvalidJob');
  });

  it.each([
    'users/user-2/sessions/cup-1/original_image.png',
    'users/user-1/sessions/cup-2/original_image.png',
    'users/user-1/sessions/cup-1/metadata.json',
    'users/user-1/sessions/cup-1/../../../user-2/sessions/cup-1/original_image.png',
  ])('InvalidJob for a photo outside the session: %s', async (key) => {
    const image = await fixture.put(imageKey, samplePhoto);

    expect(await codeOf({ task: 'get_embedding', ...facts, image: { ...image, key } })).toBe('InvalidJob');
  });

  it("InvalidJob for a mask that is not the session's", async () => {
    const job = await reconstructionJob();

    expect(await codeOf({ ...job, mask: job.image })).toBe('InvalidJob');
  });

  it('ObjectMissing for a version that is not there', async () => {
    await fixture.put(imageKey, samplePhoto);

    const image = { key: imageKey, version: '3HL4kqtJvjVBH40Nrjfkd' };
    expect(await codeOf({ task: 'get_embedding', ...facts, image })).toBe('ObjectMissing');
  });

  it.each([
    ['no picture', Buffer.from('not a picture')],
    ['nothing', Buffer.alloc(0)],
    ['half a picture', samplePhoto.subarray(0, samplePhoto.length / 2)],
  ])('ImageUnreadable for %s', async (_, photo) => {
    expect(await codeOf(await embeddingJob(photo))).toBe('ImageUnreadable');
  });

  it.each([
    ['no picture', Buffer.from('not a picture')],
    ['half a picture', sampleMask.subarray(0, sampleMask.length / 2)],
  ])('MaskUnreadable for %s', async (_, mask) => {
    expect(await codeOf(await reconstructionJob(mask))).toBe('MaskUnreadable');
  });
});

describe('limits', () => {
  it('ImageTooLarge for a photo of more bytes than allowed', async () => {
    const small = await startPreviewFixture({ limits: { maxPhotoBytes: 1000 } });

    const image = await small.put(imageKey, samplePhoto);
    const { answer } = await small.invoke({ task: 'get_embedding', ...facts, image });

    await small.remove();
    expect(answer).toMatchObject({ status: 'error', error: { code: 'ImageTooLarge' } });
  });

  it('StorageDenied when the credentials are wrong', async () => {
    const s3 = await startPreviewFixture();
    const image = await s3.put(imageKey, samplePhoto);
    const stranger = await startPreviewFixture({
      s3: {
        endpoint: s3.s3Url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'no' },
      },
    });

    const { answer } = await stranger.invoke({ task: 'get_embedding', ...facts, image });

    await Promise.all([s3.remove(), stranger.remove()]);
    expect(answer).toMatchObject({ status: 'error', error: { code: 'StorageDenied' } });
  });
});
