import { describe, expect, it } from 'vitest';
import { fetchWithRenewal } from '#web/api/fetch.ts';

/** A service that accepts one token. */
function serviceFor(good: string) {
  const seen: (string | null)[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    const authorization = new Headers(init?.headers).get('authorization');
    seen.push(authorization);
    return new Response(null, { status: authorization === `Bearer ${good}` ? 200 : 401 });
  };
  return { seen, fetcher };
}

describe('fetchWithRenewal', () => {
  it('sends a refused request again with another token', async () => {
    const { seen, fetcher } = serviceFor('new');
    const asked: string[] = [];
    const replace = async (refused: string) => {
      asked.push(refused);
      return 'new';
    };

    const headers = { authorization: 'Bearer old', 'content-type': 'application/json' };
    const response = await fetchWithRenewal(replace, fetcher)('https://api.example', { headers });

    expect(response.status).toBe(200);
    expect(asked).toEqual(['old']);
    expect(seen).toEqual(['Bearer old', 'Bearer new']);
  });

  it('does not send a request a third time', async () => {
    const { seen, fetcher } = serviceFor('never');
    const send = fetchWithRenewal(async () => 'new', fetcher);

    const response = await send('https://api.example', { headers: { authorization: 'Bearer old' } });

    expect(response.status).toBe(401);
    expect(seen).toHaveLength(2);
  });

  it('requests no token for a request without one', async () => {
    const { seen, fetcher } = serviceFor('new');
    const send = fetchWithRenewal(() => Promise.reject(new Error('asked')), fetcher);

    expect((await send('https://objects.example')).status).toBe(401);
    expect(seen).toEqual([null]);
  });
});
