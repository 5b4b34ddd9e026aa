import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UploadResponse } from '#contracts/api.ts';
import { uploadedMaskKey, uploadedPhotoKey } from '#contracts/keys.ts';
import { handler } from '#tasks/api/uploads.ts';
import { call, claims, userId } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { given, imageKey, jobId, photo, row, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const Policy = z.object({ expiration: z.string(), conditions: z.array(z.unknown()) });

describe('POST /uploads', () => {
  it.each([
    ['photo', 'image/jpeg', uploadedPhotoKey(userId, sessionId, 'jpeg'), 64_000_000],
    ['photo', 'image/png', imageKey, 64_000_000],
    ['photo', 'image/webp', uploadedPhotoKey(userId, sessionId, 'webp'), 64_000_000],
    ['photo', 'image/avif', uploadedPhotoKey(userId, sessionId, 'avif'), 64_000_000],
    ['photo', 'image/heic', uploadedPhotoKey(userId, sessionId, 'heic'), 64_000_000],
    ['photo', 'image/heif', uploadedPhotoKey(userId, sessionId, 'heic'), 64_000_000],
    ['photo', 'image/gif', uploadedPhotoKey(userId, sessionId, 'gif'), 64_000_000],
    ['photo', 'image/tiff', uploadedPhotoKey(userId, sessionId, 'tiff'), 64_000_000],
    ['photo', 'image/bmp', uploadedPhotoKey(userId, sessionId, 'bmp'), 64_000_000],
    ['mask', 'image/png', uploadedMaskKey(userId, sessionId, 'png'), 10_000_000],
    ['mask', 'image/webp', uploadedMaskKey(userId, sessionId, 'webp'), 10_000_000],
    ['mask', 'image/jpeg', uploadedMaskKey(userId, sessionId, 'jpeg'), 10_000_000],
  ])('returns a form for this %s only: %s', async (kind, content_type, key, most) => {
    const answer = await call(handler, { body: { kind, session_id: sessionId, content_type } });

    const { s3_key, upload, expires_at } = UploadResponse.parse(answer.body);
    expect(s3_key).toBe(key);
    expect(upload?.fields).toMatchObject({ key, 'Content-Type': content_type });
    const policy = Policy.parse(JSON.parse(Buffer.from(upload?.fields.Policy ?? '', 'base64').toString()));
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        { key },
        { bucket: 'gen3d-bucket' },
        { 'Content-Type': content_type },
        ['content-length-range', 1, most],
      ]),
    );
    const minutes = (Date.parse(expires_at ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThanOrEqual(10);
  });

  it('copies the user’s file, not the prepared photo, with its own extension', async () => {
    const uploaded = uploadedPhotoKey(userId, sessionId, 'heic');
    const version = fixtures.s3.put(uploaded, 'validated');
    fixtures.s3.put(uploaded, 'swapped later');
    const upload = { ...photo, key: uploaded, version, format: 'heic' as const };
    await given(row({ status: 'failed', image_key: uploaded, image: { ...photo, upload } }));

    const answer = await call(handler, { body: { kind: 'copy', session_id: 'again', copy_of: jobId } });

    const copy = uploadedPhotoKey(userId, 'again', 'heic');
    expect(answer).toMatchObject({ status: 200, body: { s3_key: copy } });
    expect(fixtures.s3.text(copy)).toBe('validated');
  });

  it('copies the validated version of the photo from a session of release 0.1', async () => {
    const version = fixtures.s3.put(imageKey, 'validated');
    fixtures.s3.put(imageKey, 'swapped later');
    await given(row({ status: 'failed', image: { ...photo, version } }));

    const answer = await call(handler, { body: { kind: 'copy', session_id: 'again', copy_of: jobId } });

    const copy = uploadedPhotoKey(userId, 'again', 'png');
    expect(answer).toMatchObject({ status: 200, body: { s3_key: copy } });
    expect(fixtures.s3.text(copy)).toBe('validated');
  });

  it('copies the newest photo when none has been validated', async () => {
    fixtures.s3.put(imageKey, 'unread');
    await given(row());

    await call(handler, { body: { kind: 'copy', session_id: 'again', copy_of: jobId } });

    expect(fixtures.s3.text(uploadedPhotoKey(userId, 'again', 'png'))).toBe('unread');
  });

  it('answers alike for a missing session and another user’s', async () => {
    const body = { kind: 'copy', session_id: 'again', copy_of: jobId };
    const missing = await call(handler, { body });
    await given(row());
    const foreign = await call(handler, { body, claims: { ...claims, sub: 'somebody-else' } });

    expect(missing).toMatchObject({ status: 404, code: 'SessionNotFound' });
    expect(foreign.body).toEqual(missing.body);
    expect(fixtures.s3.mock.commandCalls(CopyObjectCommand)).toHaveLength(0);
  });

  it('returns an error when the photo to copy is gone', async () => {
    await given(row());

    const answer = await call(handler, { body: { kind: 'copy', session_id: 'again', copy_of: jobId } });

    expect(answer).toMatchObject({ status: 404, code: 'PhotoMissing' });
  });

  it('rejects a copy into an existing session and an upload into a deleted one', async () => {
    await given(row());
    const copy = await call(handler, { body: { kind: 'copy', session_id: sessionId, copy_of: jobId } });
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    const upload = await call(handler, {
      body: { kind: 'mask', session_id: sessionId, content_type: 'image/png' },
    });

    expect(copy).toMatchObject({ status: 409, code: 'SessionExists' });
    expect(upload).toMatchObject({ status: 409, code: 'SessionDeleted' });
  });

  it.each([
    ['kind', { session_id: sessionId }],
    ['content_type', { kind: 'photo', session_id: sessionId, content_type: 'image/svg+xml' }],
    ['content_type', { kind: 'mask', session_id: sessionId, content_type: 'image/gif' }],
    ['session_id', { kind: 'photo', session_id: 'a/b', content_type: 'image/png' }],
    ['copy_of', { kind: 'copy', session_id: sessionId }],
  ])('names the wrong field: %s', async (field, body) => {
    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 400, code: 'BadRequest' });
    expect(answer.message).toContain(field);
  });

  it('never logs a signed form', async () => {
    await call(handler, { body: { kind: 'mask', session_id: sessionId, content_type: 'image/png' } });

    expect(fixtures.logged.join('')).not.toMatch(/signature|policy/i);
  });
});
