import { createHash } from 'node:crypto';
import { licenseOf } from './decoder-license.ts';
import type { PhotoFormat } from './image.ts';
import { type MaskFormat, maskExtensions } from './mask/formats.ts';
import { type UploadFormat, uploadExtensions } from './photo/formats.ts';
import type { InferenceStage } from './workflow.ts';

/** Object keys of one session, all below its own prefix. */
export interface SessionKeys {
  readonly prefix: string;
  readonly metadata: string;
  readonly embeddings: string;
  readonly embeddingsData: string;
  /** Of the prepared photo: WebP. */
  readonly thumbnail: string;
  /** What is opaque in the uploaded photo, like a prepared mask. */
  readonly alphaMask: string;
  /** The prepared mask. */
  readonly mask: string;
  readonly mesh: string;
  readonly splat: string;
}

/** Keys of one object of a session's photo. */
export type ObjectKeys = Pick<SessionKeys, 'mask' | 'mesh' | 'splat'>;

/** Weights. The container finds them in its model folder. */
export const modelPrefixes = { all: 'models/', sam3: 'models/sam3/', sam3d: 'models/sam3d/' } as const;
/** Public files of the web page. */
export const publicPrefix = 'public/';
/** Turns clicks into masks in the browser. Exported from the weights of SAM 3. */
export const decoderKey = `${publicPrefix}sam3-decoder.onnx`;
/** SAM's license as text, which lies beside the decoder. */
export const decoderLicenseKey = licenseOf(decoderKey);

export const asyncOutputPrefix = 'sagemaker-async-output/';
export const asyncFailurePrefix = 'sagemaker-async-failure/';

/**
 * Keys of `users/{user_id}/sessions/{session_id}/`. Both ids must have passed their contracts.
 * @example sessionKeys('0f3a…', 'cup-1').mesh // 'users/0f3a…/sessions/cup-1/output_mesh.ply'
 */
export function sessionKeys(userId: string, sessionId: string): SessionKeys {
  const prefix = prefixOf(userId, sessionId);
  return {
    prefix,
    metadata: `${prefix}metadata.json`,
    embeddings: `${prefix}embeddings.json`,
    embeddingsData: `${prefix}embeddings.bin`,
    thumbnail: `${prefix}thumbnail.webp`,
    alphaMask: `${prefix}alpha_mask.png`,
    ...objectKeys(userId, sessionId, 1),
  };
}

/**
 * Keys of the photo's objects by their number, from 1 to `maxObjects`. The first has the session's own keys.
 * @example objectKeys('0f3a…', 'cup-1', 2).mesh // 'users/0f3a…/sessions/cup-1/output_mesh_2.ply'
 */
export function objectKeys(userId: string, sessionId: string, number: number): ObjectKeys {
  const prefix = prefixOf(userId, sessionId);
  const suffix = number === 1 ? '' : `_${number}`;
  return {
    mask: `${prefix}mask${suffix}.png`,
    mesh: `${prefix}output_mesh${suffix}.ply`,
    splat: `${prefix}output_splat${suffix}.ply`,
  };
}

/** Key of the photo that ValidateInput prepares and the models read. */
export function photoKey(userId: string, sessionId: string, format: PhotoFormat): string {
  return `${prefixOf(userId, sessionId)}photo.${format === 'jpeg' ? 'jpg' : 'png'}`;
}

/** The session's two possible keys of its prepared photo. */
export function photoKeys(userId: string, sessionId: string): readonly [string, string] {
  return [photoKey(userId, sessionId, 'jpeg'), photoKey(userId, sessionId, 'png')];
}

/** Key that a photo is uploaded to. The extension follows the content type that its client names. */
export function uploadedPhotoKey(userId: string, sessionId: string, format: UploadFormat): string {
  return `${prefixOf(userId, sessionId)}original_image.${uploadExtensions[format]}`;
}

/** All keys that the session's photo may be uploaded to. */
export function uploadedPhotoKeys(userId: string, sessionId: string): readonly string[] {
  return Object.values(uploadExtensions).map(
    (extension) => `${prefixOf(userId, sessionId)}original_image.${extension}`,
  );
}

/** Key that a mask is uploaded to. The extension follows the content type that its client names. */
export function uploadedMaskKey(userId: string, sessionId: string, format: MaskFormat): string {
  return `${prefixOf(userId, sessionId)}mask_final.${maskExtensions[format]}`;
}

/** All keys that a mask may be uploaded to. */
export function uploadedMaskKeys(userId: string, sessionId: string): readonly string[] {
  return Object.values(maskExtensions).map(
    (extension) => `${prefixOf(userId, sessionId)}mask_final.${extension}`,
  );
}

/** Execution name and job id of a session: `[0-9a-z-]`, 52 characters, hard to guess. */
export function jobIdOf(userId: string, sessionId: string): string {
  return `gen3d-${digest('session', userId, sessionId).slice(0, 46)}`;
}

/** One model request: at most 64 characters, the same on every repeat of the same attempt. */
export function inferenceIdOf(request: {
  job_id: string;
  stage: InferenceStage;
  round: number;
  attempt: number;
  redrive: number;
}): string {
  const { job_id, stage, round, attempt, redrive } = request;
  return digest('inference', job_id, stage, `${round}`, `${attempt}`, `${redrive}`).slice(0, 60);
}

/**
 * Where SageMaker writes the answer and the failure of one request. The id is part of the path extension, because a
 * file name may have at most 32 characters.
 */
export function asyncKeys(
  jobId: string,
  inferenceId: string,
): { output: string; failure: string; extension: string; filename: string } {
  const extension = `${jobId}/${inferenceId}`;
  const filename = 'answer.json';
  return {
    extension,
    filename,
    output: `${asyncOutputPrefix}${extension}/${filename}`,
    failure: `${asyncFailurePrefix}${extension}/${filename}`,
  };
}

function prefixOf(userId: string, sessionId: string): string {
  return `users/${userId}/sessions/${sessionId}/`;
}

function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
