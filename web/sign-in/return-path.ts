import { z } from 'zod';

/** What a sign-in remembers on its way over the issuer's pages. */
export const Journey = z.object({
  /** Where to go on: a path of this site, so that no link can lead elsewhere. */
  returnTo: z
    .string()
    .regex(/^\/(?![/\\])/)
    .catch('/'),
  /** This tab was opened for the sign-in only, and closes after it. */
  closes: z.boolean().catch(false),
});
export type Journey = z.infer<typeof Journey>;

/** Reads what an issuer sent back, which may have been tampered with. */
export function readJourney(state: unknown): Journey {
  return Journey.catch({ returnTo: '/', closes: false }).parse(state);
}
