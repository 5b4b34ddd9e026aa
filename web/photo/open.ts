import type { Reason } from '#contracts/common.ts';
import type { UploadContentType, UploadFormat } from '#contracts/photo/formats.ts';
import { type PhotoHeader, uprightSize } from '#contracts/photo/header.ts';
import { inspectPhoto, noLimits } from '#contracts/photo/inspect.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { formatNames } from './format-names.ts';
import { canRemoveMetadata } from './metadata/strip.ts';
import type { ScaledPhoto } from './scale.ts';
import type { Size } from './scaled-size.ts';

/** A photo that the API takes. */
export interface OpenedPhoto {
  /** The chosen file, or a smaller copy. */
  readonly blob: Blob;
  readonly type: UploadContentType;
  readonly header: PhotoHeader;
  /** In pixels, upright. */
  readonly size: Size;
  /** The photo was over the limits. The copy has no metadata. */
  readonly isScaled: boolean;
  /** `removeMetadata` takes it. */
  readonly hasRemovableMetadata: boolean;
}

/** Scales a photo to the limits; rejects when the browser cannot. */
export type Scale = (photo: Blob, header: PhotoHeader, limits: PhotoLimits) => Promise<ScaledPhoto>;

/** Enough to tell what is no photo, so that a long video is refused without reading it. */
const headBytes = 65_536;
const noPhoto: readonly string[] = ['PhotoNotAnImage', 'PhotoFormatUnknown'];

const unreadable: Reason = {
  code: 'PhotoUnreadable',
  message: "We can't read this file. Save it on this device and choose it again.",
};

/**
 * Tells what a file is, whatever its name says, and scales a photo over the limits.
 * @param limits undefined when the site publishes none
 * @returns the photo, or why it is refused
 */
export async function openPhoto(
  file: Blob,
  limits: PhotoLimits | undefined,
  scale: Scale,
): Promise<OpenedPhoto | Reason> {
  const first = inspectPhoto(await bytesOf(file.slice(0, headBytes)), noLimits);
  if ('problem' in first && noPhoto.includes(first.problem.code)) return first.problem;
  const bytes = await bytesOf(file).catch(() => undefined);
  if (bytes === undefined) return unreadable;
  const strict = inspectPhoto(bytes, limits ?? noLimits);
  if (!('problem' in strict)) return opened(file, strict.header);
  const { minSide, maxAspect } = limits ?? noLimits;
  const lenient = inspectPhoto(bytes, { ...noLimits, minSide, maxAspect });
  if ('problem' in lenient || limits === undefined) return strict.problem;
  try {
    return smaller(await scale(file, lenient.header, limits));
  } catch {
    return unscaled(strict.problem, lenient.header.format);
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function opened(file: Blob, header: PhotoHeader): OpenedPhoto {
  const type = `image/${header.format}` as const;
  return {
    // The file's own type comes from its name, which may be wrong.
    blob: file.type === type ? file : file.slice(0, file.size, type),
    type,
    header,
    size: uprightSize(header),
    isScaled: false,
    hasRemovableMetadata: canRemoveMetadata(header.format),
  };
}

function smaller({ blob, size }: ScaledPhoto): OpenedPhoto {
  const format = blob.type === 'image/webp' ? 'webp' : blob.type === 'image/png' ? 'png' : 'jpeg';
  return {
    ...opened(blob, { format, ...size, orientation: 1 }),
    isScaled: true,
    hasRemovableMetadata: false,
  };
}

function unscaled({ code, message }: Reason, format: UploadFormat): Reason {
  return { code, message: `${message} This browser can't scale a ${formatNames[format]} down.` };
}
