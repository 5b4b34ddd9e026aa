import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { uploadedPhotoKey } from '#contracts/keys.ts';
import { handler } from '#tasks/api/initialize.ts';
import { call, claims, email, userId } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { given, imageKey, jobId, keys, row, rowNow, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const body = { session_id: sessionId, image_s3_key: imageKey };

describe('POST /initialize', () => {
  it('writes the row and the metadata, then starts the execution named after the job', async () => {
    fixtures.s3.put(imageKey, 'photo');

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({
      status: 202,
      body: {
        job_id: jobId,
        status: 'processing',
        embeddings_s3_key: keys.embeddings,
        poll_url: `/status/${jobId}`,
      },
    });
    expect(await rowNow()).toMatchObject({ status: 'processing', stage: 'starting', image_key: imageKey });
    expect(JSON.parse(fixtures.s3.text(keys.metadata))).toMatchObject({
      user_email: email,
      job_id: jobId,
      settings: { maskPatience: 86_400 },
    });
    const started = fixtures.sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input;
    expect(started?.name).toBe(jobId);
    expect(started?.input).toBe(
      JSON.stringify({ job_id: jobId, user_id: userId, session_id: sessionId, image_key: imageKey }),
    );
  });

  it('answers a repeat from the row and starts the execution if it may not have started', async () => {
    fixtures.s3.put(imageKey, 'photo');
    fixtures.sfn
      .on(StartExecutionCommand)
      .rejectsOnce(new Error('the function died here'))
      .rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));

    const first = await call(handler, { body });
    const second = await call(handler, { body });

    expect(first.status).toBe(500);
    expect(second).toMatchObject({ status: 202, body: { job_id: jobId } });
    const inputs = fixtures.sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.input);
    expect(new Set(inputs).size).toBe(1);
    expect(inputs).toHaveLength(2);
  });

  it('does not restart a session that has moved on', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 202, body: { status: 'completed' } });
    expect(fixtures.sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
  });

  it.each([
    ['another photo', row({ image_key: uploadedPhotoKey(userId, sessionId, 'jpeg') }), 'SessionInputDiffers'],
    [
      'a deleted session',
      row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }),
      'SessionDeleted',
    ],
  ])('rejects a session id that %s has used', async (_, used, code) => {
    await given(used);

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 409, code });
    expect(answer.message).toContain('Use a new session_id');
  });

  it('rejects a missing photo immediately', async () => {
    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 404, code: 'PhotoMissing' });
    expect(fixtures.sfn.calls()).toHaveLength(0);
  });

  it.each([
    ["another user's photo", `users/someone/sessions/${sessionId}/original_image.png`],
    ["another session's photo", uploadedPhotoKey(userId, 'session-2', 'png')],
    ['any other object', keys.mesh],
  ])('rejects %s without reading S3', async (_, key) => {
    const answer = await call(handler, { body: { ...body, image_s3_key: key } });

    expect(answer).toMatchObject({ status: 400, code: 'PhotoKeyInvalid' });
    expect(answer.message).toContain(uploadedPhotoKey(userId, sessionId, 'jpeg'));
    expect(fixtures.s3.mock.calls()).toHaveLength(0);
  });

  it.each([
    ['session_id', { image_s3_key: imageKey }],
    ['session_id', { ...body, session_id: '../other' }],
    ['image_s3_key', { session_id: sessionId }],
    ['user_email', { ...body, user_email: 'other@example.com' }],
    ['body', '[]'],
  ])('names the wrong field of the body: %s', async (field, wrong) => {
    const answer = await call(handler, { body: wrong });

    expect(answer).toMatchObject({ status: 400, code: 'BadRequest' });
    expect(answer.message).toContain(field);
  });

  it.each([
    ['not JSON', '{"session_id"', 400, 'BadRequest'],
    ['nothing', undefined, 400, 'BadRequest'],
    ['too much', JSON.stringify({ ...body, filler: 'x'.repeat(20_000) }), 413, 'RequestTooLarge'],
  ])('rejects a body that is %s', async (_, wrong, status, code) => {
    expect(await call(handler, { body: wrong })).toMatchObject({ status, code });
  });

  it.each([
    ['no claims', null, 401],
    ['an access token', { ...claims, token_use: 'access' }, 401],
    ['a user id that is no path segment', { ...claims, sub: '../admin' }, 401],
    ['an address that was not verified', { ...claims, email_verified: 'false' }, 403],
    ['no address', { sub: userId, token_use: 'id' }, 403],
  ])('rejects a caller with %s', async (_, wrong, status) => {
    expect((await call(handler, { body, claims: wrong })).status).toBe(status);
  });

  it('takes the email address only from the claim, and logs neither the address nor keys', async () => {
    fixtures.s3.put(imageKey, 'photo');

    await call(handler, { body });

    const logs = fixtures.logged.join('\n');
    expect(logs).toContain('SessionStarted');
    expect(logs).not.toContain(email);
    expect(logs).not.toContain(userId);
  });

  it('sends CORS headers and forbids caching with every error', async () => {
    const answer = await call(handler, { claims: null });

    expect(answer.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://gen3d.example.com',
      'Cache-Control': 'no-store',
    });
  });
});
