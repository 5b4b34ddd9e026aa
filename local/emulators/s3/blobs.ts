import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, type ReadStream } from 'node:fs';
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../storage/files.ts';

/** Bytes on disk that no object refers to yet. */
export interface Blob {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly md5: string;
}

/**
 * Immutable byte strings under random names, so that no key ever becomes a path. A blob is complete and on
 * disk before its name is known; the next start purges blobs that no object refers to.
 */
export class BlobStore {
  readonly #blobs: string;
  readonly #incoming: string;

  private constructor(folder: string) {
    this.#blobs = join(folder, 'blobs');
    this.#incoming = join(folder, 'incoming');
  }

  /** @param isKnown whether an object refers to a blob; all other blobs are removed */
  static async open(folder: string, isKnown: (id: string) => boolean): Promise<BlobStore> {
    const store = new BlobStore(folder);
    await rm(store.#incoming, { recursive: true, force: true });
    await makeFolder(store.#incoming);
    await makeFolder(store.#blobs);
    const orphans = (await readdir(store.#blobs)).filter((id) => !isKnown(id));
    await Promise.all(orphans.map((id) => store.remove(id)));
    return store;
  }

  /** Stores a stream. When the stream fails, nothing is kept and its error is thrown. */
  async receive(source: AsyncIterable<Uint8Array>): Promise<Blob> {
    const id = randomUUID();
    const temporary = join(this.#incoming, id);
    try {
      const written = await writeStream(temporary, source);
      await this.#publish(temporary, id);
      return { id, ...written };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Copies a blob under its own name, so that each object can be removed independently. */
  async copy(id: string): Promise<string> {
    const fresh = randomUUID();
    const temporary = join(this.#incoming, fresh);
    await copyFile(join(this.#blobs, id), temporary, constants.COPYFILE_FICLONE);
    const file = await open(temporary, 'r+');
    await file.sync().finally(() => file.close());
    await this.#publish(temporary, fresh);
    return fresh;
  }

  /** @param range first and last byte, both included */
  read(id: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(join(this.#blobs, id), range);
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.#blobs, id), { force: true });
  }

  async #publish(temporary: string, id: string): Promise<void> {
    await rename(temporary, join(this.#blobs, id));
    await syncFolder(this.#blobs);
  }
}

async function writeStream(path: string, source: AsyncIterable<Uint8Array>): Promise<Omit<Blob, 'id'>> {
  const md5 = createHash('md5');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      md5.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, md5: md5.digest('hex') };
}
