import { GetObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/workflow/validate-mask.ts';
import { context } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { grayPng, halfMask, rawPng } from '../support/pictures.ts';
import { facts, given, maskKey, photo, row, rowNow, waitingRow } from '../support/sessions.ts';

const fixtures = liveIn();

function validate(version: string, round = 0) {
  return handler(
    { ...facts, round, image: photo, mask: { key: maskKey, version }, quality: 'high' },
    context,
  );
}

describe('ValidateMask', () => {
  beforeEach(() => given(waitingRow()));

  it('accepts a mask of the photo’s size and reports its coverage', async () => {
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));

    const result = await validate(version);

    expect(result).toEqual({ accepted: true, mask: { key: maskKey, version, coverage: 50 } });
    expect(await rowNow()).toMatchObject({
      status: 'processing',
      task: 'reconstruction',
      stage: 'validating_mask',
      mask_version: version,
    });
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
    ['MaskBitDepth', rawPng({ width: 80, height: 64, depth: 16 })],
    ['MaskInterlaced', rawPng({ width: 80, height: 64, interlace: 1 })],
    ['MaskTooLarge', Buffer.alloc(10_000_001)],
  ])('rejects an unusable mask with the reason: %s', async (code, bytes) => {
    const version = fixtures.s3.put(maskKey, bytes);

    expect(await validate(version)).toMatchObject({ accepted: false, reason: { code } });
  });

  it('rejects a mask that has been deleted', async () => {
    expect(await validate('v404')).toMatchObject({ accepted: false, reason: { code: 'MaskMissing' } });
  });

  it('does not change the row of a later round', async () => {
    await given(waitingRow({ mask_round: 1, mask_token: 'next-token' }));
    const version = fixtures.s3.put(maskKey, halfMask(80, 64));

    await validate(version, 0);

    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask', mask_token: 'next-token' });
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
