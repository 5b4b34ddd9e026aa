import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '#client/api.ts';
import { imageTypeOf } from '#client/image-type.ts';
import { useClient } from '#web/api/client.tsx';
import { makeThumbnail } from './thumbnails/make.ts';
import { storeThumbnail } from './thumbnails/store.ts';

/** The photo of a session: the one that was just uploaded, or the server's. */
export function usePhoto(jobId: string) {
  return useQuery(photoQuery(useClient(), jobId));
}

/** Keeps an uploaded photo, so that showing it needs no download. */
export function cachePhoto(queries: QueryClient, jobId: string, photo: Blob): void {
  queries.setQueryData(['photo', jobId], photo);
  void cacheThumbnail(jobId, photo);
}

export function cachedPhoto(queries: QueryClient, jobId: string): Blob | undefined {
  return queries.getQueryData(['photo', jobId]);
}

function photoQuery(client: Client, jobId: string) {
  return queryOptions({
    queryKey: ['photo', jobId],
    queryFn: async ({ signal }) => {
      const bytes = await client.file(jobId, 'photo', { signal });
      const type = imageTypeOf(bytes);
      const photo = new Blob([bytes], type === undefined ? {} : { type });
      void cacheThumbnail(jobId, photo);
      return photo;
    },
  });
}

async function cacheThumbnail(jobId: string, photo: Blob): Promise<void> {
  // Without a thumbnail, the list makes one from the server's photo.
  await makeThumbnail(photo).then(
    (thumbnail) => storeThumbnail(jobId, thumbnail),
    () => {},
  );
}
