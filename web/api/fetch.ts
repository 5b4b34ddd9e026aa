/**
 * `fetch` that tries once more with another token when the API refuses one that looked valid, for instance
 * because this computer's clock is wrong.
 * @param replace returns another token
 */
export function fetchWithRenewal(
  replace: (refused: string) => Promise<string>,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): typeof fetch {
  return async (input, init) => {
    const response = await fetcher(input, init);
    const headers = new Headers(init?.headers);
    const refused = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
    if (response.status !== 401 || refused === undefined) return response;
    headers.set('authorization', `Bearer ${await replace(refused)}`);
    return fetcher(input, { ...init, headers });
  };
}
