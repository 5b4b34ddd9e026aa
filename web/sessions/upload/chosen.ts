import type { PhotoLimits } from '#contracts/web-config.ts';
import type { OpenedPhoto } from '#web/photo/open.ts';
import type { PhotoService } from '#web/photo/serve.ts';

/** A photo that passed the checks. */
export interface ChosenPhoto extends OpenedPhoto {
  /** The file's name. */
  readonly name: string;
}

/** Why a file is refused, and what to do. */
export class PhotoError extends Error {
  readonly code: string;
  override readonly name = 'PhotoError';

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks a file that the user chose.
 * @param limits without them, only the API checks size and pixels
 * @throws PhotoError
 */
export async function readChosen(
  service: PhotoService,
  file: Blob & { readonly name?: string },
  limits: PhotoLimits | undefined,
): Promise<ChosenPhoto> {
  const opened = await service.open(file, limits);
  if ('code' in opened) throw new PhotoError(opened.code, opened.message);
  return { ...opened, name: file.name ?? 'photo' };
}

/**
 * The photo as it is uploaded.
 * @param remove place and camera, where that is possible
 * @throws PhotoError when they cannot be removed
 */
export async function toSend(service: PhotoService, photo: ChosenPhoto, remove: boolean): Promise<Blob> {
  if (!remove || !photo.hasRemovableMetadata) return photo.blob;
  return service.strip(photo.blob, photo.header).catch(() => {
    throw new PhotoError(
      'MetadataStays',
      "We can't remove place and camera from this photo. Clear that choice to upload it unchanged.",
    );
  });
}
