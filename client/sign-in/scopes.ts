/**
 * Scopes for an ID token with the email address, and a refresh token. An issuer that supports `offline_access` gives
 * refresh tokens on consent only; Cognito always gives one.
 */
export function scopesOf(supported: readonly string[] | undefined): { scope: string; prompt?: string } {
  const offline = supported?.includes('offline_access') ?? false;
  return offline ? { scope: 'openid email offline_access', prompt: 'consent' } : { scope: 'openid email' };
}
