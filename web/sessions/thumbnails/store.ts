/** Small pictures of this browser's sessions, so that the list is there at once. */
const databaseName = 'gen3d';
const storeName = 'thumbnails';

/** What cannot be kept (private windows, a full disk) is made again. */
export async function keepThumbnail(jobId: string, picture: Blob): Promise<void> {
  await inStore('readwrite', (store) => store.put(picture, jobId)).catch(() => {});
}

export async function keptThumbnail(jobId: string): Promise<Blob | undefined> {
  const found = await inStore('readonly', (store) => store.get(jobId)).catch(() => undefined);
  return found instanceof Blob ? found : undefined;
}

export async function dropThumbnail(jobId: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(jobId)).catch(() => {});
}

export async function dropThumbnails(): Promise<void> {
  await inStore('readwrite', (store) => store.clear()).catch(() => {});
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await settled(work(database.transaction(storeName, mode).objectStore(storeName)));
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
