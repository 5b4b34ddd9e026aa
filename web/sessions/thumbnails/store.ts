import { clear, createStore, del, get, set } from 'idb-keyval';

/** Thumbnails of this browser's sessions, so that the list needs no photos. */
const thumbnails = createStore('gen3d', 'thumbnails');

// The store is a cache: private windows and full disks have none.

export async function storeThumbnail(jobId: string, thumbnail: Blob): Promise<void> {
  await ignoringErrors(() => set(jobId, thumbnail, thumbnails));
}

export async function storedThumbnail(jobId: string): Promise<Blob | undefined> {
  const found: unknown = await ignoringErrors(() => get(jobId, thumbnails));
  return found instanceof Blob ? found : undefined;
}

export async function deleteThumbnail(jobId: string): Promise<void> {
  await ignoringErrors(() => del(jobId, thumbnails));
}

export async function deleteThumbnails(): Promise<void> {
  await ignoringErrors(() => clear(thumbnails));
}

async function ignoringErrors<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
