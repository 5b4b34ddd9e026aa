import * as z from 'zod/mini';
import { PhotoFormat } from '#contracts/image.ts';
import { UploadFormat } from '#contracts/photo/formats.ts';

const pixels = z.int().check(z.positive());

/** The picture in the file, from its header. */
const source = {
  format: UploadFormat,
  orientation: z.int().check(z.gte(1), z.lte(8)),
  /** Size as stored, before orientation. */
  width: pixels,
  height: pixels,
  /** The header names the primaries of Display P3. A profile in the file goes before it. */
  displayP3: z.optional(z.literal(true)),
};

/** Asks for the prepared photo, at most `maxSide` pixels a side. */
export const PhotoRequest = z.object({ task: z.literal('photo'), ...source, maxSide: pixels });
export type PhotoRequest = z.infer<typeof PhotoRequest>;

/** Asks for the prepared mask, of the size of `photo`. */
export const MaskRequest = z.object({
  task: z.literal('mask'),
  ...source,
  photo: z.object({ width: pixels, height: pixels }),
});
export type MaskRequest = z.infer<typeof MaskRequest>;

/** What the decoder is asked for. A request brings one file. */
export const Request = z.discriminatedUnion('task', [PhotoRequest, MaskRequest]);
export type Request = z.infer<typeof Request>;
export type Source = Omit<PhotoRequest, 'task' | 'maxSide'>;

/** Brings two or three files: the photo, its thumbnail, and the mask of its transparency where it has some. */
export const PhotoAnswer = z.object({ format: PhotoFormat, width: pixels, height: pixels });
export type PhotoAnswer = z.infer<typeof PhotoAnswer>;

/** Brings the mask. `coverage` is the selected share in percent. */
export const MaskAnswer = z.object({ coverage: z.number().check(z.gte(0), z.lte(100)) });
export type MaskAnswer = z.infer<typeof MaskAnswer>;

/** Why a file cannot be decoded. */
export const Fault = z.enum(['truncated', 'damaged', 'memory', 'time']);
export type Fault = z.infer<typeof Fault>;

/** The answer when a file cannot be decoded. `detail` is for the log. */
export const Failure = z.object({ fault: Fault, detail: z.string() });
export type Failure = z.infer<typeof Failure>;

/** A message on a pipe: a value that JSON can express, and files. */
export interface Message {
  readonly head: unknown;
  readonly files: readonly Uint8Array[];
}

const Index = z.object({ head: z.unknown(), lengths: z.array(z.int().check(z.gte(0))) });

/** The bytes of a message: length of the index, index, then the files. */
export function encodeMessage({ head, files }: Message): Uint8Array[] {
  const lengths = files.map(({ length }) => length);
  const index = new TextEncoder().encode(JSON.stringify({ head, lengths }));
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, index.length);
  return [size, index, ...files];
}

/** @throws Error when the bytes are no message, as those of a decoder that ended early */
export function decodeMessage(bytes: Uint8Array): Message {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  const { head, lengths } = Index.parse(JSON.parse(text));
  let at = 4 + length;
  const files = lengths.map((size) => {
    const file = bytes.subarray(at, at + size);
    if (file.length !== size) throw new Error('The message ends inside a file.');
    at += size;
    return file;
  });
  return { head, files };
}
