import { makeFolder } from '../storage/files.ts';
import { BlobStore } from './blobs.ts';
import { Catalog, type NewObject, type ObjectVersion } from './catalog.ts';
import { type Conditions, checkWrite } from './conditions.ts';
import type { Bucket } from './request.ts';

/** Result of a write. */
export interface Written {
  readonly etag: string;
  /** Undefined in a bucket without versioning. */
  readonly version: string | undefined;
  /** Bytes. */
  readonly size: number;
}

export interface Removed {
  readonly version: string | undefined;
  readonly marker: boolean;
}

/** Objects: bytes first, then the catalog's row, so a crash leaves either the complete object or none. */
export class ObjectStore {
  readonly catalog: Catalog;
  readonly blobs: BlobStore;

  private constructor(catalog: Catalog, blobs: BlobStore) {
    this.catalog = catalog;
    this.blobs = blobs;
  }

  static async open(folder: string): Promise<ObjectStore> {
    await makeFolder(folder);
    const catalog = new Catalog(folder);
    return new ObjectStore(catalog, await BlobStore.open(folder, (id) => catalog.knowsBlob(id)));
  }

  close(): void {
    this.catalog.close();
  }

  /** @param headers called after the body has ended, because a checksum may come last */
  async put(
    bucket: Bucket,
    key: string,
    body: AsyncIterable<Uint8Array>,
    headers: () => Record<string, string>,
    conditions?: Conditions,
  ): Promise<Written> {
    const { id, size, md5 } = await this.blobs.receive(body);
    return this.#add(bucket, { key, blob: id, size, etag: `"${md5}"`, headers: headers() }, conditions);
  }

  async copy(
    source: ObjectVersion & { blob: string },
    bucket: Bucket,
    key: string,
    headers: Record<string, string>,
  ): Promise<Written> {
    const { size, etag } = source;
    return this.#add(bucket, { key, blob: await this.blobs.copy(source.blob), size, etag, headers });
  }

  /**
   * Adds a delete marker. With a version, or in a bucket without versioning, it removes the object
   * permanently.
   */
  async remove(bucket: Bucket, key: string, version?: string): Promise<Removed> {
    if (version === undefined && bucket.versioned) {
      const marker = { key, blob: null, size: 0, etag: '', headers: {} };
      return { version: this.catalog.add(bucket, marker).version, marker: true };
    }
    const existing = this.catalog.version(bucket.name, key, version ?? 'null');
    await this.#discard(this.catalog.remove(bucket.name, key, version ?? 'null'));
    return { version, marker: existing?.blob === null };
  }

  async #add(
    bucket: Bucket,
    object: NewObject & { blob: string },
    conditions?: Conditions,
  ): Promise<Written> {
    try {
      const { version, unused } = this.catalog.add(bucket, object, (current) => {
        if (conditions) checkWrite(conditions, current);
      });
      await this.#discard(unused);
      return { etag: object.etag, version: bucket.versioned ? version : undefined, size: object.size };
    } catch (error) {
      if (!this.catalog.knowsBlob(object.blob)) await this.blobs.remove(object.blob);
      throw error;
    }
  }

  async #discard(blobs: readonly string[]): Promise<void> {
    await Promise.all(blobs.map((id) => this.blobs.remove(id)));
  }
}
