import * as z from 'zod/mini';
import type { Site } from '#contracts/web-config.ts';

/** What `oidc-client-ts` stores of a signed-in user, as far as the page reads it. */
const StoredUser = z.object({
  id_token: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
  profile: z.object({
    sub: z.string(),
    email: z.optional(z.string()),
    /** Seconds since 1970 at which the ID token expires. */
    exp: z.number(),
    'cognito:groups': z.catch(z.array(z.string()), []),
  }),
});
export type StoredUser = z.infer<typeof StoredUser>;

/** The signed-in user of this browser. Reading it needs no OpenID Connect client. */
export function storedUser({ issuer, clientId }: Site): StoredUser | undefined {
  const text = localStorage.getItem(keyOf(issuer, clientId));
  return text === null ? undefined : StoredUser.safeParse(parseJson(text)).data;
}

export function removeStoredUser({ issuer, clientId }: Site): void {
  localStorage.removeItem(keyOf(issuer, clientId));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyOf(issuer: string, clientId: string): string {
  return `oidc.user:${issuer}:${clientId}`;
}
