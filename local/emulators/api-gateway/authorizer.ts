import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { JwtHeader, JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { PublicKeys } from '../identity/keys.ts';

/** Claims of an ID token as API Gateway passes them to functions: all of them are text. */
export type Claims = Readonly<Record<string, string>>;

/** Verifies the Authorization header of a request. Resolves to undefined without a valid ID token. */
export type Authorize = (authorization: string | undefined) => Promise<Claims | undefined>;

export interface AuthorizerOptions {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Keys of the issuer that are already known. Others are fetched when a token names them. */
  readonly knownKeys?: PublicKeys;
  /** Client id of the user pool; null accepts tokens of any of its clients. */
  readonly audience: string | null;
}

/** A Cognito user pool authorizer without scopes. It accepts ID tokens as `TOKEN` or `Bearer TOKEN`. */
export function createAuthorizer({ knownKeys, ...options }: AuthorizerOptions): Authorize {
  // The library's own fetcher requires https, which a local issuer does not have.
  const fetcher = { fetch: async (uri: string) => (await fetch(uri)).arrayBuffer() };
  const verifier = JwtVerifier.create(
    { ...options, customJwtCheck: checkUse },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  if (knownKeys !== undefined) verifier.cacheJwks(knownKeys);
  return async (authorization) => {
    const token = /^(?:Bearer\s+)?(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
    if (token === undefined) return undefined;
    return verifier.verify(token).then(asText, () => undefined);
  };
}

function checkUse({ header, payload }: { header: JwtHeader; payload: JwtPayload }): void {
  if (header.alg !== 'RS256') throw new Error('The token must be signed with RS256.');
  if (payload.token_use !== 'id') throw new Error('The token is not an ID token.');
}

const dates: readonly string[] = ['exp', 'iat'];

function asText(payload: JwtPayload): Claims {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => {
      if (dates.includes(name)) return [name, new Date(Number(value) * 1_000).toUTCString()];
      if (Array.isArray(value)) return [name, value.join(',')];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
