import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashOf } from './fingerprint.ts';
import { type RemoteFile, request, SourceError } from './remote-file.ts';

/** Connections that may break in a row without a new byte. */
const patience = 5;

/**
 * Downloads a file, unless it is already there. Continues an interrupted download and verifies the file's hash.
 * @param progress is called with the bytes on disk so far
 * @returns whether anything was downloaded
 * @throws SourceError
 */
export async function saveFile(
  file: RemoteFile,
  path: string,
  progress: (bytes: number) => void = () => undefined,
): Promise<boolean> {
  if ((await sizeOf(path)) === file.bytes && matches(file, await startOf(file, path))) return false;
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const continued = (await sizeOf(part)) ?? 0;
  const whole =
    (await complete(file, part, progress)) || (continued > 0 && (await complete(file, part, progress)));
  if (!whole)
    throw new SourceError(
      `${file.url} does not match the hash in its repository, so ${path} was not written.`,
    );
  await rename(part, path);
  return true;
}

/** Size of the file, or of its interrupted download. */
export async function bytesOnDisk(path: string): Promise<number> {
  return (await sizeOf(path)) ?? (await sizeOf(`${path}.part`)) ?? 0;
}

/** @returns whether the file is what it should be; otherwise it is deleted */
async function complete(file: RemoteFile, part: string, progress: (bytes: number) => void): Promise<boolean> {
  const start = (await sizeOf(part)) ?? 0;
  const hash = start === 0 ? hashOf(file) : await startOf(file, part);
  try {
    await append(file, part, start, (bytes, size) => {
      hash.update(bytes);
      progress(size);
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    throw new SourceError(`The disk is full at ${part}. Free some space and run the command again.`);
  }
  if (matches(file, hash)) return true;
  await rm(part);
  return false;
}

async function append(
  file: RemoteFile,
  part: string,
  start: number,
  each: (bytes: Uint8Array, size: number) => void,
): Promise<void> {
  await using disk = await open(part, 'a');
  let size = start;
  for (let broken = 0; size < file.bytes && broken < patience; broken += 1) {
    for await (const bytes of bytesFrom(file, size)) {
      await disk.appendFile(bytes);
      size += bytes.length;
      each(bytes, size);
      broken = 0;
    }
  }
  if (size < file.bytes)
    throw new SourceError(`${file.url} ended at byte ${size} of ${file.bytes}. Run the command again later.`);
}

/** The bytes from `start`; they end early when the connection breaks. */
async function* bytesFrom(file: RemoteFile, start: number): AsyncGenerator<Uint8Array> {
  const range: Record<string, string> = start === 0 ? {} : { range: `bytes=${start}-${file.bytes - 1}` };
  const { status, body } = await request(file.url, file.token, range);
  if (body === null) return;
  if (start > 0 && status !== 206) {
    await body.cancel();
    throw new SourceError(
      `${file.url} cannot be continued. Delete the .part file and run the command again.`,
    );
  }
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done || value === undefined) return;
    yield value;
  }
}

/** The hash of what is on disk. */
async function startOf(file: RemoteFile, path: string): Promise<Hash> {
  const hash = hashOf(file);
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash;
}

const matches = ({ fingerprint }: RemoteFile, hash: Hash) => hash.digest('hex') === fingerprint.hex;

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
