import { randomUUID } from 'node:crypto';
import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './errors.ts';
import { imageTypeOf } from './image-type.ts';

/** A photo on this computer. */
export interface ImageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: 'image/jpeg' | 'image/png';
}

/** @throws UsageError when the file cannot be read or is neither JPEG nor PNG */
export async function readPhoto(path: string): Promise<ImageFile> {
  const bytes = await readBytes(path);
  const type = imageTypeOf(bytes);
  if (type === undefined) throw new UsageError(`${path} is not a JPEG or PNG photo.`);
  return { bytes, type };
}

/** @throws UsageError when the file cannot be read or is not a PNG */
export async function readMask(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(path);
  if (imageTypeOf(bytes) !== 'image/png') throw new UsageError(`${path} is not a PNG. A mask must be one.`);
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

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' ? 'it does not exist' : `${code ?? error}`;
}
