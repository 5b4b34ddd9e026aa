import { randomUUID } from 'node:crypto';
import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { UploadFormat } from '#contracts/photo/formats.ts';
import { inspectPhoto, noLimits } from '#contracts/photo/inspect.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { UsageError } from './errors.ts';
import { maskTypeOf } from './image-type.ts';

/** A photo on this computer. */
export interface ImageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** By what the bytes are, not by the file's name. */
  readonly type: `image/${UploadFormat}`;
}

/**
 * Reads a photo of any format that the API takes.
 * @param limits those of the site
 * @throws UsageError when the file cannot be read, or saying what to do when it is no such photo or over the limits
 */
export async function readPhoto(path: string, limits: PhotoLimits = noLimits): Promise<ImageFile> {
  const bytes = await readBytes(path);
  const inspected = inspectPhoto(bytes, limits);
  if ('problem' in inspected) throw new UsageError(`${path}: ${inspected.problem.message}`);
  return { bytes, type: `image/${inspected.header.format}` };
}

/** The API checks its size and content. @throws UsageError when the file cannot be read or is no PNG, WebP or JPEG */
export async function readMask(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(path);
  if (maskTypeOf(bytes) === undefined)
    throw new UsageError(`${path} isn't a PNG, WebP or JPEG. Save the mask as PNG.`);
  return bytes;
}

/** Checks before the work that its result can be saved. @throws UsageError when it cannot */
export async function checkSavable(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`Can't write ${path}: ${folder} (${codeOf(error)}).`);
  }
}

/** Writes a file by renaming a complete draft, so that nobody reads half of it. */
export async function writeAtomically(
  path: string,
  data: string | Uint8Array,
  options: { mode?: number } = {},
): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(draft, data, options);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Saves a result. @throws UsageError when it cannot be written */
export async function saveFile(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeAtomically(path, bytes);
  } catch (error) {
    throw new UsageError(`Can't write ${path} (${codeOf(error)}).`);
  }
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new UsageError(`Can't read ${path} (${codeOf(error)}).`);
  }
}

const reasons = new Map<unknown, string>([
  ['ENOENT', 'it does not exist'],
  ['EISDIR', 'it is a folder'],
  ['ERR_FS_FILE_TOO_LARGE', 'it has more than 2 GB'],
]);

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return reasons.get(code) ?? `${code ?? error}`;
}
