import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '#client/api.ts';
import { imageTypeOf } from '#client/image-type.ts';
import { useClient } from '#web/api/client.tsx';
import type { UploadedFile } from './upload-picture.tsx';

/** A session's photo as the service prepared it: upright, in sRGB, and the same for page and models. */
export interface PreparedPhoto {
  readonly photo: Blob;
  /** A mask of what is opaque in the upload. Undefined for uploads without transparency. */
  readonly outline: Blob | undefined;
}

/** @param ready the service has prepared the photo */
export function usePreparedPhoto(jobId: string, ready = true) {
  return useQuery({ ...preparedQuery(useClient(), jobId), enabled: ready });
}

/** The user's file, if it was chosen in this tab: shown until the photo is prepared. */
export function useUploadedFile(jobId: string): UploadedFile | undefined {
  return useQueryClient().getQueryData(uploadKey(jobId));
}

/** Keeps the user's file. */
export function keepUpload(queries: QueryClient, jobId: string, file: UploadedFile): void {
  queries.setQueryData(uploadKey(jobId), file);
}

/** Shows the photo of a session until that of its copy is prepared. */
export function shareUpload(queries: QueryClient, jobId: string, newJobId: string): void {
  const prepared = queries.getQueryData<PreparedPhoto>(preparedKey(jobId));
  const file = prepared && { blob: prepared.photo, name: 'photo' };
  const shown = file ?? queries.getQueryData<UploadedFile>(uploadKey(jobId));
  if (shown !== undefined) keepUpload(queries, newJobId, shown);
}

const uploadKey = (jobId: string) => ['upload', jobId];
const preparedKey = (jobId: string) => ['photo', jobId];

function preparedQuery(client: Client, jobId: string) {
  return queryOptions({
    queryKey: preparedKey(jobId),
    queryFn: async ({ signal }): Promise<PreparedPhoto> => {
      const result = await client.result(jobId, { signal });
      const hasOutline = result.files.alpha_mask !== undefined;
      const [photo, outline] = await Promise.all([
        client.fileOf(result, 'photo', { signal }),
        hasOutline ? client.fileOf(result, 'alpha_mask', { signal }) : undefined,
      ]);
      return { photo: pictureOf(photo), outline: outline && pictureOf(outline) };
    },
  });
}

function pictureOf(bytes: Uint8Array<ArrayBuffer>): Blob {
  const type = imageTypeOf(bytes);
  return new Blob([bytes], type === undefined ? {} : { type });
}
