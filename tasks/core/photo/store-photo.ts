import type { PinnedObject } from '#contracts/common.ts';
import type { Photo } from '#contracts/image.ts';
import { photoKey, sessionKeys } from '#contracts/keys.ts';
import { putObject } from '../storage/put.ts';
import type { PreparedPhoto } from './prepare.ts';

interface Owner {
  readonly user_id: string;
  readonly session_id: string;
}

/** A list of sessions shows the same thumbnails again and again. */
const thumbnailCaching = 'private, max-age=3600';

/** Stores what was made of an upload. A repeat stores new versions beside the earlier ones, which stay as they are. */
export async function storePhoto(
  bucket: string,
  { user_id, session_id }: Owner,
  { photo, thumbnail, alphaMask }: PreparedPhoto,
): Promise<Omit<Photo, 'upload'>> {
  const keys = sessionKeys(user_id, session_id);
  const { bytes, format, width, height } = photo;
  const [stored, small, alpha] = await Promise.all([
    putObject(bucket, {
      key: photoKey(user_id, session_id, format),
      bytes,
      contentType: `image/${format}`,
    }),
    putObject(bucket, {
      key: keys.thumbnail,
      bytes: thumbnail,
      contentType: 'image/webp',
      cacheControl: thumbnailCaching,
    }),
    alphaMask && putObject(bucket, { key: keys.alphaMask, bytes: alphaMask, contentType: 'image/png' }),
  ]);
  return {
    ...stored,
    format,
    width,
    height,
    bytes: bytes.length,
    thumbnail: small,
    ...(alpha && { alpha_mask: alpha }),
  };
}

/** The objects of a prepared photo, without the upload. */
export function objectsOf({ key, version, thumbnail, alpha_mask }: Photo): PinnedObject[] {
  return [{ key, version }, ...[thumbnail, alpha_mask].filter((object) => object !== undefined)];
}
