/** A value as a task result shows it: dates in ISO 8601, bytes and streams as text, no SDK metadata. */
export async function toJson(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return Promise.all(value.map(toJson));
  if (typeof value !== 'object' || value === null) return value;
  if ('transformToString' in value && typeof value.transformToString === 'function') {
    const text: unknown = await value.transformToString();
    return text;
  }
  const entries = Object.entries(value).filter(
    ([name, member]) => name !== '$metadata' && member !== undefined,
  );
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, member]) => [name, await toJson(member)] as const)),
  );
}

/** Renames every member, in nested objects too. */
export function mapNames(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapNames(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [rename(name), mapNames(member, rename)]),
  );
}

export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Turns members that must be text on the wire into JSON text. */
export function withTextMembers(
  input: Readonly<Record<string, unknown>>,
  members: readonly string[],
): Record<string, unknown> {
  const texts = members
    .filter((name) => input[name] !== undefined && typeof input[name] !== 'string')
    .map((name) => [name, JSON.stringify(input[name])]);
  return { ...input, ...Object.fromEntries(texts) };
}
