/** Decoded query parameters; a repeated one is a list. */
export type Query = Record<string, string | string[]>;

/** Percent-decodes text; undefined when it is not valid percent-encoded UTF-8. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Decodes a query string as AWS does: percent-encoding only, `+` stays `+`.
 * @returns undefined when it is not valid percent-encoded UTF-8
 */
export function parseQuery(text: string): Query | undefined {
  const query: Query = Object.create(null);
  try {
    for (const part of text.split('&').filter((piece) => piece !== '')) {
      const mark = part.indexOf('=');
      const name = decodeURIComponent(mark < 0 ? part : part.slice(0, mark));
      const value = mark < 0 ? '' : decodeURIComponent(part.slice(mark + 1));
      const before = query[name];
      query[name] = before === undefined ? value : [before, value].flat();
    }
  } catch {
    return undefined;
  }
  return query;
}
