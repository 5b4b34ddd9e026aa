import { GetObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { photoKey } from '#contracts/keys.ts';
import { handler } from '#tasks/workflow/validate-input.ts';
import { context, userId } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { exifBlock, grayPng, rawJpeg, rawPng } from '../support/pictures.ts';
import { facts, given, imageKey, row, rowNow, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const request = { ...facts, image_key: imageKey };
const jpegKey = photoKey(userId, sessionId, 'jpeg');
const validate = (image_key = imageKey) => handler({ ...request, image_key }, context);

describe('ValidateInput', () => {
  beforeEach(() => given(row()));

  it('reads the photo and pins its version', async () => {
    const version = fixtures.s3.put(
      imageKey,
      grayPng(80, 64, () => 7),
    );

    const { image } = await validate();

    expect(image).toMatchObject({
      key: imageKey,
      version,
      format: 'png',
      width: 80,
      height: 64,
    });
    expect(fixtures.s3.mock.commandCalls(GetObjectCommand)[0]?.args[0].input.VersionId).toBe(version);
    expect(await rowNow()).toMatchObject({ stage: 'validating', progress: 5, image });
  });

  it('returns width and height after EXIF orientation', async () => {
    fixtures.s3.put(jpegKey, rawJpeg({ width: 100, height: 70, exif: exifBlock(6) }));

    const { image } = await validate(jpegKey);

    expect(image).toMatchObject({ format: 'jpeg', width: 70, height: 100 });
  });

  it.each([
    ['PhotoNotAnImage', Buffer.from('GIF89a no photo at all')],
    ['PhotoNotAnImage', Buffer.from('')],
    ['PhotoExtensionWrong', rawJpeg({ width: 100, height: 100 })],
    ['PhotoTruncated', rawPng({ width: 80, height: 64 }).subarray(0, -20)],
    ['PhotoDamaged', flipped(rawPng({ width: 80, height: 64 }), 45)],
    ['PhotoTooSmall', rawPng({ width: 1, height: 1 })],
    ['PhotoTooManyPixels', rawPng({ width: 50_000, height: 50_000, rows: new Uint8Array(9) })],
    ['PhotoBitDepth', rawPng({ width: 80, height: 64, depth: 16 })],
  ])('rejects bad input with its code and says what to do: %s', async (code, bytes) => {
    fixtures.s3.put(imageKey, bytes);

    await expect(validate()).rejects.toMatchObject({ name: code });
    await expect(validate()).rejects.toThrow(/: |\.$/);
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
    fixtures.s3.put(
      imageKey,
      grayPng(80, 64, () => 7),
    );
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
