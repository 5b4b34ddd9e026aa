import { describe, expect, test } from 'vitest';
import { createClient } from '#client/api.ts';
import {
  ApiError,
  FileMissingError,
  NetworkError,
  SignInRequiredError,
  UnexpectedAnswerError,
} from '#client/errors.ts';
import { type FakeAnswer, type FakeHandler, inTurn, startFakeServer } from './fake-server.ts';
import { jobId, statusWith } from './statuses.ts';

function clientOf(apiUrl: string, pauses: number[] = []) {
  return createClient({
    apiUrl,
    token: async () => 'id-token',
    sleep: async (milliseconds) => void pauses.push(milliseconds),
  });
}

const refused = (status: number, code: string, headers?: Record<string, string>): FakeAnswer => ({
  status,
  body: { error: { code, message: `because of ${code}` } },
  ...(headers === undefined ? {} : { headers }),
});

describe('an API call', () => {
  test('sends the ID token, the stage of the URL and the body of the contract', async () => {
    await using api = await startFakeServer(() => ({
      status: 202,
      body: { job_id: jobId, status: 'processing', embeddings_s3_key: 'e', poll_url: '/status/x' },
    }));

    const answer = await clientOf(`${api.url}/prod/`).initialize({ session_id: 's', image_s3_key: 'k' });

    expect(answer.job_id).toBe(jobId);
    expect(api.requests[0]).toMatchObject({
      method: 'POST',
      path: '/prod/initialize',
      json: { session_id: 's', image_s3_key: 'k' },
      headers: { authorization: 'Bearer id-token', 'content-type': 'application/json' },
    });
  });

  test('throws the status, code and message of the API', async () => {
    await using api = await startFakeServer(() => refused(404, 'PhotoMissing'));

    const call = clientOf(api.url).initialize({ session_id: 's', image_s3_key: 'k' });

    await expect(call).rejects.toThrow(
      expect.objectContaining({ status: 404, code: 'PhotoMissing', message: 'because of PhotoMissing' }),
    );
    expect(api.requests).toHaveLength(1);
  });

  test('throws the status of an error without our body', async () => {
    await using api = await startFakeServer(() => ({ status: 403, body: '<html>no</html>' }));

    await expect(clientOf(api.url).status(jobId)).rejects.toThrow(
      expect.objectContaining({ status: 403, code: 'HttpError' }),
    );
  });

  test('asks to sign in when the token is rejected', async () => {
    await using api = await startFakeServer(() => refused(401, 'Unauthorized'));

    await expect(clientOf(api.url).status(jobId)).rejects.toBeInstanceOf(SignInRequiredError);
  });

  test.each([
    ['not JSON', '<html>'],
    ['of another shape', { job_id: 42 }],
  ])('refuses an answer that is %s', async (_, body) => {
    await using api = await startFakeServer(() => ({ body }));

    await expect(clientOf(api.url).status(jobId)).rejects.toBeInstanceOf(UnexpectedAnswerError);
  });

  test('escapes path parameters', async () => {
    await using api = await startFakeServer(() => refused(404, 'SessionNotFound'));

    await expect(clientOf(api.url).cancel('../x?y')).rejects.toBeInstanceOf(ApiError);

    expect(api.requests[0]?.path).toBe('/sessions/..%2Fx%3Fy');
  });
});

describe('a transient failure', () => {
  test.each<[string, FakeAnswer]>([
    ['429', refused(429, 'TooManyRequests')],
    ['500', refused(500, 'InternalError')],
    ['503', { status: 503, body: 'gateway' }],
    ['a broken connection', { broken: true }],
  ])('after %s', async (_, first) => {
    await using api = await startFakeServer(inTurn(first, first, { body: statusWith() }));
    const pauses: number[] = [];

    const status = await clientOf(api.url, pauses).status(jobId);

    expect(status).toEqual(statusWith());
    expect(pauses).toHaveLength(2);
  });

  test('is retried with growing pauses, five tries in all, then thrown', async () => {
    await using api = await startFakeServer(() => refused(500, 'InternalError'));
    const pauses: number[] = [];

    await expect(clientOf(api.url, pauses).status(jobId)).rejects.toThrow(
      expect.objectContaining({ status: 500 }),
    );

    expect(api.requests).toHaveLength(5);
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(150 * 2 ** index);
      expect(pause).toBeLessThanOrEqual(300 * 2 ** index);
    });
  });

  test('is retried no sooner than Retry-After says', async () => {
    await using api = await startFakeServer(
      inTurn(refused(429, 'TooManyRequests', { 'retry-after': '3' }), { body: statusWith() }),
    );
    const pauses: number[] = [];

    await clientOf(api.url, pauses).status(jobId);

    expect(pauses).toEqual([3_000]);
  });

  test('is retried with a new token for each try', async () => {
    await using api = await startFakeServer(inTurn({ broken: true }, { body: statusWith() }));
    let count = 0;
    const client = createClient({
      apiUrl: api.url,
      token: async () => `token-${++count}`,
      sleep: async () => undefined,
    });

    await client.status(jobId);

    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('that is no connection becomes a NetworkError with the origin', async () => {
    const { url } = await closedServer();

    const call = clientOf(url).status(jobId);

    await expect(call).rejects.toBeInstanceOf(NetworkError);
    await expect(call).rejects.toThrow(url);
  });
});

test('an aborted call ends at once with the reason of its signal', async () => {
  const stop = new AbortController();
  await using api = await startFakeServer(() => {
    stop.abort(new Error('enough'));
    return { broken: true };
  });

  await expect(clientOf(api.url).status(jobId, { signal: stop.signal })).rejects.toThrow('enough');

  expect(api.requests).toHaveLength(1);
});

test('lists all sessions page by page', async () => {
  const page = (id: string, next?: string) => ({ sessions: [statusWith({ job_id: id })], next });
  const pages: FakeHandler = ({ path }) => ({
    body: path.includes('next=') ? page('gen3d-2') : page('gen3d-1', 'a b+c'),
  });
  await using api = await startFakeServer(pages);

  const ids: string[] = [];
  for await (const session of clientOf(api.url).allSessions()) ids.push(session.job_id);

  expect(ids).toEqual(['gen3d-1', 'gen3d-2']);
  expect(api.requests[1]?.path).toBe('/sessions?limit=100&next=a+b%2Bc');
});

describe('a file of a session', () => {
  const resultOf = (files: Record<string, string>) => ({
    job_id: jobId,
    status: 'completed',
    files,
    expires_at: '2026-01-02T03:04:05.000Z',
  });

  test('is downloaded from its presigned URL, without the ID token', async () => {
    await using store = await startFakeServer(inTurn({ status: 503 }, { body: Buffer.from('ply') }));
    await using api = await startFakeServer(() => ({ body: resultOf({ mesh: `${store.url}/mesh?sig=1` }) }));

    const bytes = await clientOf(api.url).file(jobId, 'mesh');

    expect(Buffer.from(bytes).toString()).toBe('ply');
    expect(store.requests[1]?.headers.authorization).toBeUndefined();
  });

  test('that is missing is named in the error', async () => {
    await using api = await startFakeServer(() => ({ body: resultOf({}) }));

    await expect(clientOf(api.url).file(jobId, 'mesh')).rejects.toBeInstanceOf(FileMissingError);
  });

  test('whose URL has expired is not retried', async () => {
    await using store = await startFakeServer(() => ({ status: 403, body: '<Error/>' }));
    await using api = await startFakeServer(() => ({ body: resultOf({ mesh: `${store.url}/mesh` }) }));

    await expect(clientOf(api.url).file(jobId, 'mesh')).rejects.toThrow(
      expect.objectContaining({ code: 'DownloadFailed', status: 403 }),
    );

    expect(store.requests).toHaveLength(1);
  });
});

async function closedServer(): Promise<{ url: string }> {
  await using server = await startFakeServer(() => ({}));
  return { url: server.url };
}
