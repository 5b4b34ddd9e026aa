import { afterEach, describe, expect, it, vi } from 'vitest';
import { NetworkError } from '#client/errors.ts';
import { OperatorApi, OperatorApiError } from '#web/inspector/api/operator-api.ts';
import { ExecutionPage } from '#web/inspector/api/shapes.ts';

const execution = { executionArn: 'arn', name: 'gen3d-1', status: 'RUNNING', startDate: 1_770_000_000.25 };

/** An operator API answered by `answer`. Keeps the requests. */
function operatorApiFor(answer: (request: Request) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const tokens = { token: async () => 'old', replace: async () => 'new' };
  const operatorApi = new OperatorApi(tokens, async (input, init) => {
    const request = new Request(new URL(String(input), 'http://local.example'), init);
    requests.push(request);
    return answer(request);
  });
  return { operatorApi, requests };
}

const list = (operatorApi: OperatorApi) =>
  operatorApi.call('ListExecutions', { maxResults: 1 }, ExecutionPage);

afterEach(() => vi.unstubAllGlobals());

describe('OperatorApi', () => {
  it('calls AWS with an ID token and reads times as milliseconds', async () => {
    const { operatorApi, requests } = operatorApiFor(() => Response.json({ executions: [execution] }));

    const page = await list(operatorApi);

    expect(page.executions).toEqual([{ ...execution, startDate: 1_770_000_000_250, redriveCount: 0 }]);
    expect(requests[0]?.headers.get('x-amz-target')).toBe('AWSStepFunctions.ListExecutions');
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer old');
    expect(await requests[0]?.json()).toEqual({ maxResults: 1 });
  });

  it('renews a refused token once', async () => {
    const { operatorApi, requests } = operatorApiFor((request) =>
      request.headers.get('authorization') === 'Bearer new'
        ? Response.json({ executions: [] })
        : Response.json({ __type: 'Unauthorized', message: 'no' }, { status: 401 }),
    );

    expect((await list(operatorApi)).executions).toEqual([]);
    expect(requests).toHaveLength(2);
  });

  it('throws refusals with their code and message', async () => {
    const refusal = { __type: 'NotAnOperator', message: 'For operators.' };
    const { operatorApi } = operatorApiFor(() => Response.json(refusal, { status: 403 }));

    await expect(list(operatorApi)).rejects.toThrow(
      new OperatorApiError('NotAnOperator', 403, 'For operators.'),
    );
  });

  it.each([
    ['the page', new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })],
    ['a missing route', new Response('missing', { status: 404 })],
  ])('reports a missing operator API when %s answers', async (_what, response) => {
    const { operatorApi } = operatorApiFor(() => response.clone());

    await expect(list(operatorApi)).rejects.toMatchObject({ code: 'NoOperatorApi' });
  });

  it('submits a mask under the name of its execution', async () => {
    const { operatorApi, requests } = operatorApiFor(() => Response.json({ job_id: 'gen3d-1' }));

    await operatorApi.submitMask('gen3d-1', new Blob(['webp'], { type: 'image/webp' }), 'low');

    expect(requests[0]?.method).toBe('PUT');
    expect(requests[0]?.url).toBe('http://local.example/operator/masks/gen3d-1?quality=low');
    expect(requests[0]?.headers.get('content-type')).toBe('image/webp');
    expect(await requests[0]?.text()).toBe('webp');
  });

  it('distinguishes an unreachable server from a refusal', async () => {
    vi.stubGlobal('location', { origin: 'http://local.example' });
    const { operatorApi } = operatorApiFor(() => Promise.reject(new TypeError('fetch failed')));

    await expect(list(operatorApi)).rejects.toThrow(NetworkError);
  });
});
