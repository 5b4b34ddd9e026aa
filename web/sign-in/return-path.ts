import * as z from 'zod/mini';

/** What a sign-in remembers on its way over the issuer's pages. */
export const Journey = z.object({
  /** Where to go on: a path of this site, so that no link can lead elsewhere. */
  returnTo: z.catch(z.string().check(z.regex(/^\/(?![/\\])/)), '/'),
  /** This tab was opened for the sign-in only, and closes after it. */
  closes: z.catch(z.boolean(), false),
});
export type Journey = z.infer<typeof Journey>;

/** Reads what an issuer sent back, which may have been tampered with. */
export function readJourney(state: unknown): Journey {
  return z.catch(Journey, { returnTo: '/', closes: false }).parse(state);
}
