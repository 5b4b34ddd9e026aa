/**
 * `fetch` that asks for another token when the API refuses one which looked valid, as with a clock that is
 * wrong, and tries once more.
 * @param replace gives a token in the place of a refused one
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
