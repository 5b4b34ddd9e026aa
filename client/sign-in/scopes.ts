/**
 * What to ask an issuer for: an ID token with the mail address, and a refresh token. An issuer that knows
 * `offline_access` gives refresh tokens on consent only; Cognito gives one anyway.
 */
export function scopesOf(supported: readonly string[] | undefined): { scope: string; prompt?: string } {
  const offline = supported?.includes('offline_access') ?? false;
  return offline ? { scope: 'openid email offline_access', prompt: 'consent' } : { scope: 'openid email' };
}
