import { createHash } from 'node:crypto';
import type { PhotoFormat } from './contracts/image.ts';
import type { InferenceStage } from './contracts/workflow.ts';

/** Object keys of one session, all below its own prefix. */
export interface SessionKeys {
  readonly prefix: string;
  readonly metadata: string;
  readonly embeddings: string;
  readonly embeddingsData: string;
  readonly mask: string;
  readonly mesh: string;
  readonly splat: string;
}

/** Weights, as the container finds them below its model folder. */
export const modelPrefixes = { all: 'models/', sam3: 'models/sam3/', sam3d: 'models/sam3d/' } as const;
/** What the web page serves to everybody. */
export const publicPrefix = 'public/';
/** Turns clicks into masks in the browser; made from the weights of SAM 3. */
export const decoderKey = `${publicPrefix}sam3-decoder.onnx`;

export const asyncOutputPrefix = 'sagemaker-async-output/';
export const asyncFailurePrefix = 'sagemaker-async-failure/';

/** Keys of `users/{user_id}/sessions/{session_id}/`. Both ids must have passed their contracts. */
export function sessionKeys(userId: string, sessionId: string): SessionKeys {
  const prefix = `users/${userId}/sessions/${sessionId}/`;
  return {
    prefix,
    metadata: `${prefix}metadata.json`,
    embeddings: `${prefix}embeddings.json`,
    embeddingsData: `${prefix}embeddings.bin`,
    mask: `${prefix}mask_final.png`,
    mesh: `${prefix}output_mesh.ply`,
    splat: `${prefix}output_splat.ply`,
  };
}

/** Key of the photo: its ending is the only thing that a user chooses. */
export function photoKey(userId: string, sessionId: string, format: PhotoFormat): string {
  return `${sessionKeys(userId, sessionId).prefix}original_image.${format === 'jpeg' ? 'jpg' : 'png'}`;
}

/** The session's two possible photo keys. */
export function photoKeys(userId: string, sessionId: string): readonly [string, string] {
  return [photoKey(userId, sessionId, 'jpeg'), photoKey(userId, sessionId, 'png')];
}

/** Execution name and job id of a session: `[0-9a-z-]`, 52 characters, not to be guessed from outside. */
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
 * Where SageMaker writes the answer and the failure of one request. The id stands in the path extension, since
 * a file name may have at most 32 characters.
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

function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
