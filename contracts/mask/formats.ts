/** Formats of a mask that users may upload, with the extension of its key. */
export const maskExtensions = { png: 'png', webp: 'webp', jpeg: 'jpg' } as const;
export type MaskFormat = keyof typeof maskExtensions;

/** Content types of an uploaded mask. */
export const maskContentTypes = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/jpeg': 'jpeg',
} as const satisfies Record<string, MaskFormat>;
export type MaskContentType = keyof typeof maskContentTypes;
