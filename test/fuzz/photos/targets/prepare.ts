import { isDeepStrictEqual } from 'node:util';
import { type PhotoHeader, uprightSize } from '#contracts/photo/header.ts';
import { inspectPhoto } from '#contracts/photo/inspect.ts';
import { faultOf } from '#tasks/core/photo/decoder/fault.ts';
import { type Message, PhotoAnswer } from '#tasks/core/photo/decoder/messages.ts';
import { decodePhoto } from '#tasks/core/photo/decoder/photo.ts';
import { endVips } from '../one-vips.ts';

/** Small, so that an input takes milliseconds. */
const limits = { maxBytes: 64_000_000, maxPixels: 1_000_000, minSide: 1, maxAspect: 1_000 };
const maxSide = 128;

/** What passes the inspection gives the photo of its header, upright and without metadata, or a fault. */
export async function fuzz(data: Buffer): Promise<void> {
  const inspection = inspectPhoto(data, limits);
  if ('problem' in inspection) return;
  const { header } = inspection;
  const message = await decoded(data, header);
  if (message !== undefined) check(message, header);
}

async function decoded(data: Buffer, header: PhotoHeader): Promise<Message | undefined> {
  try {
    return await decodePhoto(data, { task: 'photo', ...header, maxSide });
  } catch (error) {
    faultOf(error);
    if (error instanceof Error && error.name === 'RuntimeError') await endVips();
    return undefined;
  }
}

function check({ head, files }: Message, header: PhotoHeader): void {
  const answer = PhotoAnswer.parse(head);
  const upright = uprightSize(header);
  const scale = Math.min(1, maxSide / Math.max(upright.width, upright.height));
  for (const side of ['width', 'height'] as const) {
    if (Math.abs(answer[side] - upright[side] * scale) > 1) {
      throw new Error(`${JSON.stringify(header)} became ${JSON.stringify(answer)}`);
    }
  }
  const [photo = new Uint8Array(), thumbnail = new Uint8Array(), mask] = files;
  checkFile(photo, { format: answer.format, width: answer.width, height: answer.height });
  checkFile(thumbnail, { format: 'webp' });
  if (mask) checkFile(mask, { format: 'png', width: answer.width, height: answer.height });
}

function checkFile(file: Uint8Array, expected: Partial<PhotoHeader>): void {
  const inspection = inspectPhoto(file, limits);
  const header = 'header' in inspection ? inspection.header : undefined;
  if (!isDeepStrictEqual({ ...header, ...expected, orientation: 1 }, { ...header })) {
    throw new Error(`${JSON.stringify(expected)} is ${JSON.stringify(inspection)}`);
  }
}
