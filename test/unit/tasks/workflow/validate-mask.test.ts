import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { uploadedMaskKey } from '#contracts/keys.ts';
import type { MaskFormat } from '#contracts/mask/formats.ts';
import { cancelRow } from '#tasks/core/session/transitions.ts';
import { handler } from '#tasks/workflow/validate-mask.ts';
import { context, userId } from '../support/calls.ts';
import { settings } from '../support/environment.ts';
import { liveIn } from '../support/fixtures.ts';
import { grayPng, halfMask } from '../support/pictures.ts';
import {
  facts,
  given,
  jobId,
  keys,
  maskKey,
  photo,
  row,
  rowNow,
  sessionId,
  waitingRow,
} from '../support/sessions.ts';

const fixtures = liveIn();

function validate(version: string, round = 0, key = maskKey) {
  return handler({ ...facts, round, image: photo, mask: { key, version }, quality: 'high' }, context);
}

/** The selected share of the prepared mask, in percent. */
async function preparedShare(): Promise<number> {
  const mask = sharp(fixtures.s3.bytes(keys.mask));
  expect(await mask.metadata()).toMatchObject({
    format: 'png',
    width: 80,
    height: 64,
    channels: 1,
    depth: 'uchar',
  });
  const data = await mask.toColourspace('b-w').raw().toBuffer();
  expect([...new Set(data)].sort()).toEqual([0, 255]);
  return (100 * data.filter((value) => value === 255).length) / data.length;
}

describe('ValidateMask', () => {
  beforeEach(() => given(waitingRow()));

  it('accepts a mask of the photo’s size, prepares it and reports its coverage', async () => {
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));

    const result = await validate(version);

    const prepared = { key: keys.mask, version: expect.any(String) };
    expect(result).toEqual({ accepted: true, mask: { ...prepared, coverage: 50 } });
    expect(await preparedShare()).toBe(50);
    expect(await rowNow()).toMatchObject({
      status: 'processing',
      task: 'reconstruction',
      stage: 'validating_mask',
      mask_version: version,
      mask: prepared,
    });
  });

  it.each([
    ['png', 'of half the photo’s size', 40],
    ['webp', 'of the photo’s size', 80],
    ['jpeg', 'of twice the photo’s size', 160],
  ] as const)('takes a %s %s', async (format: MaskFormat, _, width) => {
    const key = uploadedMaskKey(userId, sessionId, format);
    const mask = sharp(halfMask(width, (width * 64) / 80)).toFormat(format, { lossless: true });
    const version = fixtures.s3.put(key, await mask.toBuffer());

    expect(await validate(version, 0, key)).toMatchObject({ accepted: true, mask: { key: keys.mask } });
    expect(await preparedShare()).toBeCloseTo(50, 0);
  });

  it('leaves nothing of a session that is deleted while it prepares', async () => {
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));
    fixtures.s3.onNextPut(() => cancelRow(settings.JOB_STATUS_TABLE, jobId));

    await expect(validate(version)).rejects.toMatchObject({ name: 'SessionCancelled' });

    expect(fixtures.s3.keys).toEqual([maskKey]);
  });

  it.each([
    ['another mask', grayPng(80, 64, () => 0)],
    ['something far too large', new Uint8Array(10_000_001)],
  ])('reads the submitted version, though %s was uploaded later', async (_, later) => {
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));
    fixtures.s3.put(maskKey, later);

    expect(await validate(version)).toMatchObject({ accepted: true });
  });

  it.each([
    ['MaskNotPng', Buffer.from('not a png')],
    ['MaskUnreadable', halfMask(80, 64).subarray(0, 60)],
    ['MaskSizeMismatch', halfMask(64, 80)],
    ['MaskEmpty', grayPng(80, 64, () => 0)],
    ['MaskTooSmall', grayPng(80, 64, (x, y) => (x + y === 0 ? 255 : 0))],
    ['MaskFull', grayPng(80, 64, () => 255)],
    ['MaskTooLarge', Buffer.alloc(10_000_001)],
  ])('rejects an unusable mask with the reason: %s', async (code, bytes) => {
    const version = fixtures.s3.put(maskKey, bytes);

    expect(await validate(version)).toMatchObject({ accepted: false, reason: { code } });
    expect(fixtures.s3.mock.commandCalls(PutObjectCommand)).toEqual([]);
  });

  it('forgets the mask of an earlier try', async () => {
    await given(waitingRow({ mask: { key: keys.mask, version: 'earlier' } }));
    const version = fixtures.s3.put(
      maskKey,
      grayPng(80, 64, () => 0),
    );

    await validate(version);

    expect(await rowNow()).not.toHaveProperty('mask');
  });

  it('rejects a mask that has been deleted', async () => {
    expect(await validate('v404')).toMatchObject({ accepted: false, reason: { code: 'MaskMissing' } });
  });

  it('does not change the row of a later round', async () => {
    await given(waitingRow({ mask_round: 1, mask_token: 'next-token' }));
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));

    await validate(version, 0);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask', mask_token: 'next-token' });
    expect(await rowNow()).not.toHaveProperty('mask');
  });

  it('stops for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(validate('v1')).rejects.toMatchObject({ name: 'SessionCancelled' });
  });

  it('fails instead of rejecting the mask when S3 does not answer', async () => {
    fixtures.s3.mock.on(GetObjectCommand).rejects(Object.assign(new Error('slow'), { name: 'SlowDown' }));
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));

    await expect(validate(version)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});
