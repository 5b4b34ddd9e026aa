import { z } from 'zod';

/** What a photo must be; the API checks it again. */
export const PhotoLimits = z.object({
  maxBytes: z.int().positive(),
  /** Width × height. */
  maxPixels: z.int().positive(),
  /** Shortest side in pixels. */
  minSide: z.int().positive(),
});
export type PhotoLimits = z.infer<typeof PhotoLimits>;

/** `/web-config.json`, which the page reads first: where the API is, and who signs its users in. */
export const WebConfig = z.object({
  /** Base of the API, stage included. */
  apiUrl: z.url(),
  issuer: z.url(),
  clientId: z.string().min(1),
  /** Absent: photos are checked by the API alone. */
  photo: PhotoLimits.optional(),
});
export type WebConfig = z.infer<typeof WebConfig>;
