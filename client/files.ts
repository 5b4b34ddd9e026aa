import { access, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './errors.ts';
import { imageTypeOf } from './image-type.ts';

/** A photo or mask on this machine, recognised by its bytes. */
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
  if (imageTypeOf(bytes) !== 'image/png') throw new UsageError(`${path} is not a PNG; a mask has to be one.`);
  return bytes;
}

/** Looks before the work whether its result can be saved. @throws UsageError when it cannot */
export async function checkSavable(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${folder} (${codeOf(error)}).`);
  }
}

/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${codeOf(error)}).`);
  }
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' ? 'it does not exist' : `${code ?? error}`;
}
