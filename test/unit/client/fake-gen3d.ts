import type { ResultFile, StatusResponse } from '#contracts/api.ts';
import { type FakeAnswer, type FakeServer, type SeenRequest, startFakeServer } from './fake-server.ts';
import { jobId, statusWith } from './statuses.ts';

export interface FakeGen3d extends FakeServer {
  readonly apiUrl: string;
  /** What each status call answers, one after the other; the last one for good. */
  statuses: StatusResponse[];
  /** What the session's files hold; those named here are in its result. */
  files: Partial<Record<ResultFile, string | Uint8Array>>;
  /** Answers of routes that are to go wrong, by `METHOD /path`. */
  refusals: Record<string, FakeAnswer>;
}

const prefix = 'users/ada/sessions/session-1';

/** The API and the object store of Gen3D as a client sees them, for one session. */
export async function startFakeGen3d(): Promise<FakeGen3d> {
  const server = await startFakeServer((request) => {
    const route = `${request.method} ${request.path.split('?')[0]}`;
    return fake.refusals[route] ?? answer(fake, route, request);
  });
  const fake: FakeGen3d = {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    apiUrl: `${server.url}/prod`,
    statuses: [statusWith()],
    files: { photo: 'photo' },
    refusals: {},
  };
  return fake;
}

function answer(fake: FakeGen3d, route: string, request: SeenRequest): FakeAnswer {
  const started = { job_id: jobId, status: 'processing', poll_url: `/status/${jobId}` };
  const routes: Record<string, () => FakeAnswer> = {
    'POST /prod/uploads': () => ({ body: upload(fake, request) }),
    'POST /bucket': () => ({ status: 204 }),
    'POST /prod/initialize': () => ({ status: 202, body: { ...started, embeddings_s3_key: 'e' } }),
    'POST /prod/reconstruct': () => ({ status: 202, body: { ...started, output_s3_key: 'o' } }),
    [`GET /prod/status/${jobId}`]: () => ({ body: nextStatus(fake) }),
    [`DELETE /prod/sessions/${jobId}`]: () => ({ body: { job_id: jobId, status: 'cancelled' } }),
    [`GET /prod/sessions/${jobId}/result`]: () => ({ body: result(fake) }),
    'GET /prod/sessions': () => ({ body: { sessions: fake.statuses } }),
  };
  const file = Object.entries(fake.files).find(([name]) => route === `GET /bucket/${prefix}/${name}`);
  if (file !== undefined) return { body: file[1] };
  return routes[route]?.() ?? { status: 404, body: { error: { code: 'NotFound', message: 'Not here.' } } };
}

function upload(fake: FakeGen3d, { json }: SeenRequest): unknown {
  const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined;
  const key = `${prefix}/${kind === 'mask' ? 'mask_final.png' : 'original_image.png'}`;
  return kind === 'copy'
    ? { s3_key: key }
    : { s3_key: key, upload: { url: `${fake.url}/bucket`, fields: { key } } };
}

function nextStatus(fake: FakeGen3d): StatusResponse | undefined {
  return fake.statuses.length > 1 ? fake.statuses.shift() : fake.statuses[0];
}

function result(fake: FakeGen3d): unknown {
  const files = Object.keys(fake.files).map((name) => [name, `${fake.url}/bucket/${prefix}/${name}?sig=1`]);
  return {
    job_id: jobId,
    status: 'completed',
    files: Object.fromEntries(files),
    expires_at: '2026-01-02T03:04:05.000Z',
  };
}
