import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { handler } from '#tasks/api/initialize.ts';
import { photoKey } from '#tasks/core/keys.ts';
import { call, claims, email, userId } from '../support/calls.ts';
import { given, imageKey, jobId, keys, row, rowNow, sessionId } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const body = { session_id: sessionId, image_s3_key: imageKey };

describe('POST /initialize', () => {
  it('writes row and metadata, then starts the execution named after the job', async () => {
    world.s3.put(imageKey, 'photo');

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
    expect(JSON.parse(world.s3.text(keys.metadata))).toMatchObject({
      user_email: email,
      job_id: jobId,
      settings: { maskPatience: 86_400 },
    });
    const started = world.sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input;
    expect(started?.name).toBe(jobId);
    expect(started?.input).toBe(
      JSON.stringify({ job_id: jobId, user_id: userId, session_id: sessionId, image_key: imageKey }),
    );
  });

  it('answers a repeat from the row and starts again what may not have been started', async () => {
    world.s3.put(imageKey, 'photo');
    world.sfn
      .on(StartExecutionCommand)
      .rejectsOnce(new Error('the function died here'))
      .rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));

    const first = await call(handler, { body });
    const second = await call(handler, { body });

    expect(first.status).toBe(500);
    expect(second).toMatchObject({ status: 202, body: { job_id: jobId } });
    const inputs = world.sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.input);
    expect(new Set(inputs).size).toBe(1);
    expect(inputs).toHaveLength(2);
  });

  it('does not start a session again that is further on', async () => {
    await given(row({ status: 'completed', stage: 'done', progress: 100 }));

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 202, body: { status: 'completed' } });
    expect(world.sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
  });

  it.each([
    ['another photo', row({ image_key: photoKey(userId, sessionId, 'jpeg') }), 'SessionInputDiffers'],
    [
      'a deleted session',
      row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }),
      'SessionDeleted',
    ],
  ])('refuses a session id that was used up by %s', async (_, used, code) => {
    await given(used);

    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 409, code });
    expect(answer.message).toContain('use a new session_id');
  });

  it('says at once that the photo is missing', async () => {
    const answer = await call(handler, { body });

    expect(answer).toMatchObject({ status: 404, code: 'PhotoMissing' });
    expect(world.sfn.calls()).toHaveLength(0);
  });

  it.each([
    ["another user's photo", `users/someone/sessions/${sessionId}/original_image.png`],
    ["another session's photo", photoKey(userId, 'session-2', 'png')],
    ['any other object', keys.mask],
  ])('refuses %s without looking whether it is there', async (_, key) => {
    const answer = await call(handler, { body: { ...body, image_s3_key: key } });

    expect(answer).toMatchObject({ status: 400, code: 'PhotoKeyInvalid' });
    expect(answer.message).toContain(imageKey);
    expect(world.s3.mock.calls()).toHaveLength(0);
  });

  it.each([
    ['session_id', { image_s3_key: imageKey }],
    ['session_id', { ...body, session_id: '../other' }],
    ['image_s3_key', { session_id: sessionId }],
    ['user_email', { ...body, user_email: 'other@example.com' }],
    ['body', '[]'],
  ])('names what is wrong in the body: %s', async (field, wrong) => {
    const answer = await call(handler, { body: wrong });

    expect(answer).toMatchObject({ status: 400, code: 'BadRequest' });
    expect(answer.message).toContain(field);
  });

  it.each([
    ['not JSON', '{"session_id"', 400, 'BadRequest'],
    ['nothing', undefined, 400, 'BadRequest'],
    ['too much', JSON.stringify({ ...body, filler: 'x'.repeat(20_000) }), 413, 'RequestTooLarge'],
  ])('refuses a body that is %s', async (_, wrong, status, code) => {
    expect(await call(handler, { body: wrong })).toMatchObject({ status, code });
  });

  it.each([
    ['no claims', null, 401],
    ['an access token', { ...claims, token_use: 'access' }, 401],
    ['a user id that is no path segment', { ...claims, sub: '../admin' }, 401],
    ['an address that was not verified', { ...claims, email_verified: 'false' }, 403],
    ['no address', { sub: userId, token_use: 'id' }, 403],
  ])('refuses a caller with %s', async (_, wrong, status) => {
    expect((await call(handler, { body, claims: wrong })).status).toBe(status);
  });

  it('takes the address from the claim alone and logs neither it nor keys', async () => {
    world.s3.put(imageKey, 'photo');

    await call(handler, { body });

    const logs = world.logged.join('\n');
    expect(logs).toContain('SessionStarted');
    expect(logs).not.toContain(email);
    expect(logs).not.toContain(userId);
  });

  it('answers every error with CORS headers and never lets it be cached', async () => {
    const answer = await call(handler, { claims: null });

    expect(answer.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://gen3d.example.com',
      'Cache-Control': 'no-store',
    });
  });
});
