import { makeThumbnail } from './thumbnails/make.ts';
import { keepThumbnail } from './thumbnails/store.ts';

/** Photos of this visit: what was just uploaded need not be fetched to be shown. */
const photos = new Map<string, Blob>();
const most = 5;

export function rememberPhoto(jobId: string, photo: Blob): void {
  const [oldest] = photos.keys();
  if (photos.size >= most && oldest !== undefined) photos.delete(oldest);
  photos.set(jobId, photo);
  makeThumbnail(photo).then(
    (thumbnail) => keepThumbnail(jobId, thumbnail),
    // It is made again from the session's photo when the list needs it.
    () => {},
  );
}

export function rememberedPhoto(jobId: string): Blob | undefined {
  return photos.get(jobId);
}
