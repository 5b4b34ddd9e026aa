import { afterEach, describe, expect, it, vi } from 'vitest';
import { NetworkError } from '#client/errors.ts';
import { Door, DoorError } from '#web/inspector/api/door.ts';
import { ExecutionPage } from '#web/inspector/api/shapes.ts';

const run = { executionArn: 'arn', name: 'gen3d-1', status: 'RUNNING', startDate: 1_770_000_000.25 };

/** A door behind which `answer` stands; keeps what was asked. */
function doorTo(answer: (request: Request) => Response | Promise<Response>) {
  const asked: Request[] = [];
  const tokens = { token: async () => 'old', replace: async () => 'new' };
  const door = new Door(tokens, async (input, init) => {
    const request = new Request(new URL(String(input), 'http://home.example'), init);
    asked.push(request);
    return answer(request);
  });
  return { door, asked };
}

const list = (door: Door) => door.call('ListExecutions', { maxResults: 1 }, ExecutionPage);

afterEach(() => vi.unstubAllGlobals());

describe('the door', () => {
  it('asks in the protocol of AWS with an ID token, and reads times as milliseconds', async () => {
    const { door, asked } = doorTo(() => Response.json({ executions: [run] }));

    const page = await list(door);

    expect(page.executions).toEqual([{ ...run, startDate: 1_770_000_000_250, redriveCount: 0 }]);
    expect(asked[0]?.headers.get('x-amz-target')).toBe('AWSStepFunctions.ListExecutions');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer old');
    expect(await asked[0]?.json()).toEqual({ maxResults: 1 });
  });

  it('takes another token when one is refused, once', async () => {
    const { door, asked } = doorTo((request) =>
      request.headers.get('authorization') === 'Bearer new'
        ? Response.json({ executions: [] })
        : Response.json({ __type: 'Unauthorized', message: 'no' }, { status: 401 }),
    );

    expect((await list(door)).executions).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('hands refusals on with their code and words', async () => {
    const refusal = { __type: 'NotAnOperator', message: 'For operators.' };
    const { door } = doorTo(() => Response.json(refusal, { status: 403 }));

    await expect(list(door)).rejects.toThrow(new DoorError('NotAnOperator', 403, 'For operators.'));
  });

  it.each([
    ['the page itself', new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })],
    ['nothing of that name', new Response('missing', { status: 404 })],
  ])('says that there is no home where %s answers', async (_what, response) => {
    const { door } = doorTo(() => response.clone());

    await expect(list(door)).rejects.toMatchObject({ code: 'NoDoor' });
  });

  it('gives a mask under the name of its run', async () => {
    const { door, asked } = doorTo(() => Response.json({ job_id: 'gen3d-1' }));

    await door.giveMask('gen3d-1', new Blob(['png']), 'low');

    expect(asked[0]?.method).toBe('PUT');
    expect(asked[0]?.url).toBe('http://home.example/operator/masks/gen3d-1?quality=low');
    expect(await asked[0]?.text()).toBe('png');
  });

  it('tells a home that cannot be reached from one that refuses', async () => {
    vi.stubGlobal('location', { origin: 'http://home.example' });
    const { door } = doorTo(() => Promise.reject(new TypeError('fetch failed')));

    await expect(list(door)).rejects.toThrow(NetworkError);
  });
});
