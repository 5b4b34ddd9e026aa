import { type Endpoint, expose } from 'comlink';
import type { Reason } from '#contracts/common.ts';
import type { PhotoHeader } from '#contracts/photo/header.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { removeMetadata } from './metadata/strip.ts';
import { type OpenedPhoto, openPhoto } from './open.ts';
import { scalePhoto } from './scale.ts';

/** The worker's functions. */
export interface PhotoService {
  open(file: Blob, limits: PhotoLimits | undefined): Promise<OpenedPhoto | Reason>;
  /** @throws HeaderFault for a damaged photo */
  strip(photo: Blob, header: PhotoHeader): Promise<Blob>;
}

const service: PhotoService = {
  open: (file, limits) => openPhoto(file, limits, scalePhoto),
  strip: async (photo, header) => {
    const bytes = new Uint8Array(await photo.arrayBuffer());
    return new Blob([removeMetadata(bytes, header)], { type: photo.type });
  },
};

/** Lets the page call the service. */
export function serve(endpoint?: Endpoint): void {
  expose(service, endpoint);
}
