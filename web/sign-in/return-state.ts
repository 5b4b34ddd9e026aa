import * as z from 'zod/mini';

/** What a sign-in remembers while the browser is on the issuer's pages. */
export const ReturnState = z.object({
  /** Where to continue. It is a path of this site, so that no link can lead to another. */
  returnTo: z.catch(z.string().check(z.regex(/^\/(?![/\\])/)), '/'),
  /** The tab was opened for the sign-in only, and closes after it. */
  closes: z.catch(z.boolean(), false),
});
export type ReturnState = z.infer<typeof ReturnState>;

/** Parses what the issuer sent back, which may have been tampered with. */
export function parseReturnState(state: unknown): ReturnState {
  return z.catch(ReturnState, { returnTo: '/', closes: false }).parse(state);
}
