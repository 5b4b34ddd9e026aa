import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { ExecutionDoesNotExist, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it, vi } from 'vitest';
import { ResultResponse, SessionsResponse } from '#contracts/api.ts';
import { asyncKeys, jobIdOf, photoKey } from '#contracts/keys.ts';
import { handler } from '#tasks/api/sessions.ts';
import { call, claims, userId } from '../support/calls.ts';
import { liveIn } from '../support/fixtures.ts';
import { given, imageKey, jobId, keys, maskKey, photo, row, rowNow, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const list = (query: Record<string, string> = {}, caller: Record<string, unknown> = claims) =>
  call(handler, { method: 'GET', resource: '/sessions', query, claims: caller });
const remove = (caller: Record<string, unknown> = claims) =>
  call(handler, {
    method: 'DELETE',
    resource: '/sessions/{job_id}',
    path: { job_id: jobId },
    claims: caller,
  });
const result = (caller: Record<string, unknown> = claims) =>
  call(handler, {
    method: 'GET',
    resource: '/sessions/{job_id}/result',
    path: { job_id: jobId },
    claims: caller,
  });

/** Sessions of different age: `session-0` is the oldest. */
async function givenSessions(count: number, changes = {}): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const session_id = `session-${n}`;
    const created_at = new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
    await given(row({ job_id: jobIdOf(userId, session_id), session_id, created_at, ...changes }));
  }
}

describe('GET /sessions', () => {
  it('lists the caller’s sessions in pages, newest first', async () => {
    await givenSessions(5);

    const pages = [];
    let next: string | undefined;
    do {
      const page = SessionsResponse.parse((await list({ limit: '2', ...(next && { next }) })).body);
      pages.push(page.sessions.map(({ session_id }) => session_id));
      next = page.next;
    } while (next !== undefined);

    expect(pages.flat()).toEqual(['session-4', 'session-3', 'session-2', 'session-1', 'session-0']);
    expect(pages[0]).toHaveLength(2);
  });

  it('skips deleted sessions and still fills the page', async () => {
    await givenSessions(4);
    await given(
      row({
        job_id: jobIdOf(userId, 'session-3'),
        session_id: 'session-3',
        created_at: new Date(Date.UTC(2026, 0, 4)).toISOString(),
        status: 'cancelled',
        deleted_at: '2026-02-01T00:00:00.000Z',
      }),
    );

    const page = SessionsResponse.parse((await list({ limit: '3' })).body);

    expect(page.sessions.map(({ session_id }) => session_id)).toEqual([
      'session-2',
      'session-1',
      'session-0',
    ]);
  });

  it('shows only the summaries of the caller’s own sessions', async () => {
    await givenSessions(1, { mask_token: 'mask-token' });

    const own = await list();
    const foreign = await list({}, { ...claims, sub: 'somebody-else' });

    expect(JSON.stringify(own.body)).not.toMatch(/mask-token|users\//);
    expect(foreign.body).toEqual({ sessions: [] });
  });

  it('gives the URL of a thumbnail once the photo is prepared, without another read', async () => {
    await givenSessions(1, { stage: 'validating', progress: 5 });
    await given(row({ stage: 'embedding', progress: 10 }));

    const { sessions } = SessionsResponse.parse((await list()).body);

    const urls = sessions.map(({ thumbnail_url: url }) => (url === undefined ? url : new URL(url)));
    expect(urls.map((url) => url?.pathname)).toEqual([expect.stringContaining(keys.thumbnail), undefined]);
    expect(Number(urls[0]?.searchParams.get('X-Amz-Expires'))).toBe(1_800);
    expect(fixtures.s3.mock.calls()).toHaveLength(0);
  });

  it('gives the same URL for a while, and one that is valid for long enough', async () => {
    await given(row({ stage: 'embedding', progress: 10 }));
    const urlAt = async (time: string) => {
      vi.setSystemTime(time);
      return SessionsResponse.parse((await list()).body).sessions[0]?.thumbnail_url;
    };

    vi.useFakeTimers({ toFake: ['Date'] });
    const [early, late, next] = [
      await urlAt('2026-01-01T12:00:00Z'),
      await urlAt('2026-01-01T12:14:59Z'),
      await urlAt('2026-01-01T12:15:00Z'),
    ];
    vi.useRealTimers();

    expect(late).toBe(early);
    expect(next).not.toBe(early);
    expect(new URL(late ?? '').searchParams.get('X-Amz-Date')).toBe('20260101T120000Z');
  });

  it('rejects the page token of another user and a changed page token', async () => {
    await givenSessions(2);
    const { next } = SessionsResponse.parse((await list({ limit: '1' })).body);

    const foreign = await list({ next: next ?? '' }, { ...claims, sub: 'somebody-else' });
    const changed = await list({ next: `x${next}` });

    expect(foreign).toMatchObject({ status: 400, code: 'PageTokenInvalid' });
    expect(changed).toMatchObject({ status: 400, code: 'PageTokenInvalid' });
  });

  it.each(['0', '101', 'many', '1.5'])('rejects a limit of %s', async (limit) => {
    expect(await list({ limit })).toMatchObject({ status: 400, code: 'BadRequest' });
  });
});

describe('DELETE /sessions/{job_id}', () => {
  it('leaves a tombstone, stops the execution and deletes every version of every object', async () => {
    await given(row({ mask_token: 'mask-token' }));
    for (const key of [imageKey, imageKey, keys.metadata, keys.mesh, asyncKeys(jobId, 'x').output]) {
      fixtures.s3.put(key, 'content');
    }
    fixtures.s3.put('users/somebody-else/sessions/s/original_image.png', 'theirs');

    const answer = await remove();

    expect(answer).toMatchObject({ status: 200, body: { job_id: jobId, status: 'cancelled' } });
    expect(fixtures.s3.keys).toEqual(['users/somebody-else/sessions/s/original_image.png']);
    const tombstone = await rowNow();
    expect(tombstone).toMatchObject({ status: 'cancelled', deleted_at: expect.any(String) });
    expect(tombstone).not.toHaveProperty('mask_token');
    expect(fixtures.sfn.commandCalls(StopExecutionCommand)[0]?.args[0].input.executionArn).toBe(
      `arn:aws:states:us-east-1:123456789012:execution:Gen3DSession:${jobId}`,
    );
  });

  it('can be repeated, and finishes an interrupted deletion', async () => {
    await given(row());
    fixtures.s3.put(keys.mesh, 'content');
    fixtures.s3.mock.on(DeleteObjectsCommand).rejectsOnce(new Error('slow'));

    const first = await remove();
    fixtures.s3.mock.on(DeleteObjectsCommand).resolves({});
    const second = await remove();

    expect([first.status, second.status]).toEqual([500, 200]);
    expect(fixtures.s3.mock.commandCalls(DeleteObjectsCommand)).toHaveLength(2);
  });

  it('returns an error when S3 kept some objects', async () => {
    await given(row());
    fixtures.s3.put(keys.mesh, 'content');
    fixtures.s3.mock
      .on(DeleteObjectsCommand)
      .resolves({ Errors: [{ Key: keys.mesh, Code: 'InternalError' }] });

    expect(await remove()).toMatchObject({ status: 503, code: 'DependencyUnavailable' });
  });

  it('deletes a session that never had an execution', async () => {
    await given(row());
    fixtures.sfn
      .on(StopExecutionCommand)
      .rejects(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }));

    expect((await remove()).status).toBe(200);
  });

  it('does not touch another user’s session', async () => {
    await given(row());

    expect(await remove({ ...claims, sub: 'somebody-else' })).toMatchObject({ status: 404 });
    expect(await rowNow()).toMatchObject({ status: 'processing' });
    expect(fixtures.sfn.calls()).toHaveLength(0);
  });
});

describe('GET /sessions/{job_id}/result', () => {
  it('returns short-lived URLs of the existing files, in the versions that were prepared', async () => {
    const prepared = photoKey(userId, sessionId, 'jpeg');
    const pinned = (key: string) => {
      const version = fixtures.s3.put(key, 'prepared');
      fixtures.s3.put(key, 'later');
      return { key, version };
    };
    const upload = { ...photo, ...pinned(imageKey), format: 'png' as const };
    const image = {
      ...photo,
      ...pinned(prepared),
      upload,
      thumbnail: pinned(keys.thumbnail),
      alpha_mask: pinned(keys.alphaMask),
    };
    fixtures.s3.put(keys.mesh, 'ply');
    await given(
      row({ status: 'completed', stage: 'done', image, mask: pinned(keys.mask), mask_version: 'v' }),
    );

    const answer = ResultResponse.parse((await result()).body);

    expect(answer).toMatchObject({ status: 'completed', image_size: [80, 64] });
    expect(Object.keys(answer.files).sort()).toEqual(['alpha_mask', 'mask', 'mesh', 'photo', 'thumbnail']);
    const versionIn = (url = '') => new URL(url).searchParams.get('versionId');
    expect(new URL(answer.files.photo ?? '').pathname).toContain(prepared);
    expect(versionIn(answer.files.photo)).toBe(image.version);
    expect(versionIn(answer.files.thumbnail)).toBe(image.thumbnail.version);
    expect(versionIn(answer.files.alpha_mask)).toBe(image.alpha_mask.version);
    expect(new URL(answer.files.photo ?? '').searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('has no photo before it is prepared, and no mask before one is accepted', async () => {
    fixtures.s3.put(imageKey, 'unread');
    fixtures.s3.put(maskKey, 'unread');
    await given(row());

    const { files, image_size } = ResultResponse.parse((await result()).body);

    expect(files).toEqual({});
    expect(image_size).toBeUndefined();
  });

  it('returns photo and mask of a session of release 0.1 as its user uploaded them', async () => {
    const version = fixtures.s3.put(imageKey, 'validated');
    const mask_version = fixtures.s3.put(maskKey, 'submitted');
    await given(row({ status: 'completed', stage: 'done', image: { ...photo, version }, mask_version }));

    const { files, image_size } = ResultResponse.parse((await result()).body);

    expect(Object.keys(files).sort()).toEqual(['mask', 'photo']);
    expect(new URL(files.photo ?? '').pathname).toContain(imageKey);
    expect(new URL(files.mask ?? '').pathname).toContain(maskKey);
    expect(image_size).toEqual([80, 64]);
  });

  it('returns 404 to another user and for a deleted session', async () => {
    await given(row());
    const foreign = await result({ ...claims, sub: 'somebody-else' });
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));
    const deleted = await result();

    expect([foreign.status, deleted.status]).toEqual([404, 404]);
  });

  it('never logs a signed URL', async () => {
    fixtures.s3.put(keys.mesh, 'ply');
    await given(row());

    await result();

    expect(fixtures.logged.join('')).not.toContain('X-Amz-Signature');
  });
});

it('returns 404 for any other route', async () => {
  const answer = await call(handler, { method: 'PUT', resource: '/sessions' });

  expect(answer).toMatchObject({ status: 404, code: 'NotFound' });
});
