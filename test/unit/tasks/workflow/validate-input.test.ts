import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { photoKey, uploadedPhotoKey } from '#contracts/keys.ts';
import { cancelRow } from '#tasks/core/session/transitions.ts';
import { handler } from '#tasks/workflow/validate-input.ts';
import { context, userId } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { liveIn } from '../support/fixtures.ts';
import { grayPng, rawPng } from '../support/pictures.ts';
import { facts, given, imageKey, jobId, keys, row, rowNow, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const request = { ...facts, image_key: imageKey };
const validate = (image_key = imageKey) => handler({ ...request, image_key }, context);
const [jpegKey, pngKey] = (['jpeg', 'png'] as const).map((format) => photoKey(userId, sessionId, format));
const plain = () => grayPng(80, 64, (x) => x);
const stored = () => fixtures.s3.mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);

/** A photo with something to see, so that JPEG is the smaller format. */
function noise(width: number, height: number) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
      background: 'gray',
    },
  });
}

describe('ValidateInput', () => {
  beforeEach(() => given(row()));

  it('prepares the photo and pins its version, beside that of the upload', async () => {
    const version = fixtures.s3.put(imageKey, plain());

    const { image } = await validate();

    expect(image).toMatchObject({
      key: pngKey,
      version: expect.any(String),
      format: 'png',
      width: 80,
      height: 64,
      upload: { key: imageKey, version, format: 'png', width: 80, height: 64, bytes: plain().length },
      thumbnail: { key: keys.thumbnail, version: expect.any(String) },
    });
    expect(image).not.toHaveProperty('alpha_mask');
    expect(fixtures.s3.mock.commandCalls(GetObjectCommand)[0]?.args[0].input.VersionId).toBe(version);
    expect(await rowNow()).toMatchObject({ stage: 'validating', progress: 5, image });
  });

  it('reads what a file is from its bytes, lays it upright and stores it without metadata', async () => {
    const heic = uploadedPhotoKey(userId, sessionId, 'heic');
    const turned = await noise(100, 70)
      .withExif({ IFD0: { Artist: 'somebody' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    fixtures.s3.put(heic, turned);

    const { image } = await validate(heic);

    expect(image).toMatchObject({
      key: jpegKey,
      format: 'jpeg',
      width: 70,
      height: 100,
      upload: { key: heic, format: 'jpeg', width: 70, height: 100 },
    });
    const photo = await sharp(fixtures.s3.bytes(image.key)).metadata();
    expect(photo).toMatchObject({ width: 70, height: 100, space: 'srgb' });
    expect(photo.exif).toBeUndefined();
    expect(stored().map(({ Key, ContentType }) => [Key, ContentType])).toEqual([
      [jpegKey, 'image/jpeg'],
      [keys.thumbnail, 'image/webp'],
    ]);
  });

  it('makes a mask of transparency', async () => {
    const cutOut = sharp({ create: { width: 80, height: 64, channels: 4, background: '#0000' } });
    const square = { create: { width: 20, height: 20, channels: 4, background: '#f00' } } as const;
    fixtures.s3.put(
      imageKey,
      await cutOut
        .composite([{ input: square, left: 30, top: 22 }])
        .png()
        .toBuffer(),
    );

    const { image } = await validate();

    expect(image.alpha_mask).toEqual({ key: keys.alphaMask, version: expect.any(String) });
    const { width, height, channels } = await sharp(fixtures.s3.bytes(keys.alphaMask)).metadata();
    expect({ width, height, channels }).toEqual({ width: 80, height: 64, channels: 1 });
  });

  it('prepares again in a redrive, and the new versions count', async () => {
    fixtures.s3.put(imageKey, plain());
    const first = await validate();
    fixtures.s3.put(imageKey, await noise(90, 70).jpeg().toBuffer());
    await given(row({ status: 'failed', redrive_count: 0, image: first.image }));

    const { image } = await handler({ ...request, redrive: 1 }, context);

    expect(first.image.key).toBe(pngKey);
    expect(image).toMatchObject({ key: jpegKey, width: 90, height: 70 });
    expect(image.thumbnail?.version).not.toBe(first.image.thumbnail?.version);
    expect((await rowNow()).image).toEqual(image);
    expect(fixtures.s3.keys).toEqual([imageKey, jpegKey, pngKey, keys.thumbnail].sort());
  });

  it('leaves nothing of a session that is deleted while it prepares', async () => {
    fixtures.s3.put(imageKey, plain());
    fixtures.s3.onNextPut(() => cancelRow(settings.JOB_STATUS_TABLE, jobId));

    await expect(validate()).rejects.toMatchObject({ name: 'SessionCancelled' });

    expect(fixtures.s3.keys).toEqual([imageKey]);
  });

  it.each([
    ['PhotoNotAnImage', Buffer.from('a text and no photo at all')],
    ['PhotoNotAnImage', Buffer.from('')],
    ['PhotoFormatUnknown', Buffer.from('%PDF-1.7')],
    ['PhotoTruncated', rawPng({ width: 80, height: 64 }).subarray(0, -20)],
    ['PhotoDamaged', flipped(rawPng({ width: 80, height: 64 }), 45)],
    ['PhotoTooSmall', rawPng({ width: 1, height: 1 })],
    ['PhotoAspect', rawPng({ width: 64, height: 2_000 })],
    ['PhotoTooManyPixels', rawPng({ width: 50_000, height: 50_000, rows: new Uint8Array(9) })],
  ])('rejects bad input with its code, says what to do and stores nothing: %s', async (code, bytes) => {
    fixtures.s3.put(imageKey, bytes);

    await expect(validate()).rejects.toMatchObject({ name: code });
    await expect(validate()).rejects.toThrow(/: |\.$/);
    expect(stored()).toEqual([]);
  });

  it('rejects a photo that is too large without reading it', async () => {
    fixtures.s3.put(imageKey, new Uint8Array(64_000_001));

    await expect(validate()).rejects.toMatchObject({ name: 'PhotoTooLarge' });
    expect(fixtures.s3.mock.commandCalls(GetObjectCommand)).toHaveLength(0);
  });

  it('rejects a photo that has been deleted', async () => {
    await expect(validate()).rejects.toMatchObject({ name: 'PhotoMissing' });
  });

  it('stops for a deleted session and writes nothing', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(validate()).rejects.toMatchObject({ name: 'SessionCancelled' });
    expect(await rowNow()).toMatchObject({ status: 'cancelled', progress: 0 });
  });

  it('does not change a row that has moved on', async () => {
    fixtures.s3.put(imageKey, plain());
    await given(row({ stage: 'reconstructing', progress: 50, task: 'reconstruction' }));

    await validate();

    expect(await rowNow()).toMatchObject({ stage: 'reconstructing', progress: 50 });
  });

  it('fails with a retryable error name when S3 does not answer', async () => {
    fixtures.s3.mock.rejects(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));

    await expect(validate()).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('rejects a payload that breaks the contract', async () => {
    await expect(handler({ job_id: 'x' }, context)).rejects.toMatchObject({ name: 'TaskPayloadInvalid' });
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((copy.readUInt8(at) ^ 0xff) & 0xff, at);
  return copy;
}
