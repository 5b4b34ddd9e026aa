import { SendTaskSuccessCommand, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { photoKey, uploadedMaskKey } from '#contracts/keys.ts';
import { maskContentTypes } from '#contracts/mask/formats.ts';
import { handler } from '#tasks/api/reconstruct.ts';
import { call, claims, userId } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { halfMask } from '../support/pictures.ts';
import {
  given,
  imageKey,
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
const body = { session_id: sessionId, image_s3_key: imageKey, mask_s3_key: maskKey };
const otherKey = imageKey.replace('.png', '.jpg');
const putMask = () => fixtures.s3.put(maskKey, halfMask(80, 64));
const sent = () => fixtures.sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input);
const tokenIsGone = () =>
  fixtures.sfn.on(SendTaskSuccessCommand).rejects(new TaskTimedOut({ message: 'gone', $metadata: {} }));

describe('POST /reconstruct', () => {
  it('sends the pinned mask to the waiting session', async () => {
    await given(waitingRow());
    const version = putMask();

    const answer = await call(handler, { body: { ...body, quality: 'low', seed: 3 } });

    expect(answer).toMatchObject({
      status: 202,
      body: { job_id: jobId, status: 'processing', output_s3_key: keys.mesh, poll_url: `/status/${jobId}` },
    });
    expect(sent()[0]?.taskToken).toBe('mask-token');
    expect(JSON.parse(sent()[0]?.output ?? '')).toEqual({
      mask: { key: maskKey, version },
      quality: 'low',
      seed: 3,
    });
    expect(await rowNow()).toMatchObject({
      status: 'processing',
      stage: 'validating_mask',
      mask_version: version,
      mask_token: 'mask-token',
    });
  });

  it('defaults to high quality', async () => {
    await given(waitingRow());
    putMask();

    await call(handler, { body });

    expect(JSON.parse(sent()[0]?.output ?? '')).toMatchObject({ quality: 'high' });
  });

  it('repeats its answer for the same mask, and returns a conflict for another one', async () => {
    await given(waitingRow());
    putMask();
    await call(handler, { body });

    const same = await call(handler, { body });
    putMask();
    const other = await call(handler, { body });

    expect(same.status).toBe(202);
    expect(other).toMatchObject({ status: 409, code: 'MaskAlreadyTaken' });
    expect(sent()).toHaveLength(1);
  });

  it('waits for the row when the token is gone, and finds its mask accepted', async () => {
    await given(waitingRow());
    const version = putMask();
    fixtures.sfn.on(SendTaskSuccessCommand).callsFake(async () => {
      await given(waitingRow({ status: 'processing', task: 'reconstruction', mask_version: version }));
      throw new TaskTimedOut({ message: 'gone', $metadata: {} });
    });

    expect((await call(handler, { body })).status).toBe(202);
  });

  it('returns a conflict when another mask was submitted first', async () => {
    await given(waitingRow());
    putMask();
    fixtures.sfn.on(SendTaskSuccessCommand).callsFake(async () => {
      await given(waitingRow({ status: 'processing', task: 'reconstruction', mask_version: 'v-other' }));
      throw new TaskTimedOut({ message: 'gone', $metadata: {} });
    });

    expect(await call(handler, { body })).toMatchObject({ status: 409, code: 'MaskAlreadyTaken' });
  });

  it('asks the client to try again while the outcome of the token is unknown', async () => {
    await given(waitingRow());
    putMask();
    tokenIsGone();

    expect(await call(handler, { body })).toMatchObject({ status: 409, code: 'NotAwaitingMask' });
    expect(await rowNow()).toMatchObject({ status: 'awaiting_mask' });
  });

  it('keeps the session waiting with its token when Step Functions cannot be reached', async () => {
    await given(waitingRow());
    putMask();
    fixtures.sfn.on(SendTaskSuccessCommand).rejectsOnce(Object.assign(new Error('down'), { name: 'Down' }));

    const failed = await call(handler, { body });
    const waiting = await rowNow();
    const again = await call(handler, { body });

    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(waiting).toMatchObject({ status: 'awaiting_mask', mask_token: 'mask-token' });
    expect(again.status).toBe(202);
  });

  it('rejects a mask that was rejected before, with the same reason', async () => {
    const version = putMask();
    const reason = { code: 'MaskEmpty', message: 'The mask selects nothing.' };
    await given(waitingRow({ mask_round: 1, mask_version: version, reason }));

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 409, code: 'MaskRefused' });
    expect(answer.message).toContain(reason.message);
    expect(sent()).toHaveLength(0);
  });

  it.each([
    ['before the session waits', row({ stage: 'embedding', progress: 10 }), 'NotAwaitingMask'],
    ['after the deadline', waitingRow({ mask_deadline: '2026-01-01T00:00:00.000Z' }), 'MaskTooLate'],
    [
      'after the session timed out',
      row({ status: 'failed', reason: { code: 'MaskDeadlinePassed', message: 'late' } }),
      'MaskTooLate',
    ],
    [
      'after a failure',
      row({ status: 'failed', reason: { code: 'ModelFailed', message: 'no' } }),
      'SessionFailed',
    ],
    ['after success', row({ status: 'completed', task: 'reconstruction' }), 'MaskAlreadyTaken'],
    [
      'with another photo',
      waitingRow({ image_key: otherKey, image: { ...photo, key: otherKey } }),
      'SessionInputDiffers',
    ],
  ])('rejects a mask %s', async (_, session, code) => {
    await given(session);
    putMask();

    expect(await call(handler, { body })).toMatchObject({ status: 409, code });
    expect(sent()).toHaveLength(0);
  });

  it('rejects a missing mask immediately', async () => {
    await given(waitingRow());

    expect(await call(handler, { body })).toMatchObject({ status: 404, code: 'MaskMissing' });
  });

  it.each(['image/webp', 'image/jpeg'] as const)('submits a mask that was uploaded as %s', async (type) => {
    await given(waitingRow());
    const mask_s3_key = uploadedMaskKey(userId, sessionId, maskContentTypes[type]);
    const version = fixtures.s3.put(mask_s3_key, 'a mask');

    const answer = await call(handler, { body: { ...body, mask_s3_key } });

    expect(answer.status).toBe(202);
    expect(JSON.parse(sent()[0]?.output ?? '')).toMatchObject({ mask: { key: mask_s3_key, version } });
  });

  it('takes the key of the prepared photo for that of the upload', async () => {
    const prepared = photoKey(userId, sessionId, 'jpeg');
    await given(waitingRow({ image: { ...photo, key: prepared } }));
    putMask();

    expect(await call(handler, { body: { ...body, image_s3_key: prepared } })).toMatchObject({ status: 202 });
  });

  it('returns 404 for a missing or deleted session and for another user’s', async () => {
    putMask();
    const missing = await call(handler, { body });
    await given(waitingRow({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    const deleted = await call(handler, { body });
    const own = {
      ...body,
      image_s3_key: imageKey.replace(claims.sub, 'x'),
      mask_s3_key: maskKey.replace(claims.sub, 'x'),
    };
    const foreign = await call(handler, { body: own, claims: { ...claims, sub: 'x' } });

    expect([missing, deleted, foreign].map(({ status, code }) => [status, code])).toEqual(
      Array(3).fill([404, 'SessionNotFound']),
    );
  });

  it.each([
    ['mask_s3_key', { ...body, mask_s3_key: keys.mesh }, 'MaskKeyInvalid'],
    [
      'image_s3_key',
      { ...body, image_s3_key: 'users/other/sessions/s/original_image.png' },
      'PhotoKeyInvalid',
    ],
    ['quality', { ...body, quality: 'best' }, 'BadRequest'],
    ['seed', { ...body, seed: -1 }, 'BadRequest'],
    ['mask_s3_key', { session_id: sessionId, image_s3_key: imageKey }, 'BadRequest'],
  ])('names the wrong field: %s', async (field, wrong, code) => {
    const answer = await call(handler, { body: wrong });

    expect(answer).toMatchObject({ status: 400, code });
    expect(answer.message).toContain(field);
  });

  it('never logs the token', async () => {
    await given(waitingRow());
    putMask();
    tokenIsGone();

    await call(handler, { body });

    expect(fixtures.logged.join('')).toContain(jobId);
    expect(fixtures.logged.join('')).not.toContain('mask-token');
  });
});
