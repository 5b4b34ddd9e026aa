import type { StatusResponse } from '#contracts/api.ts';
import type { Quality } from '#contracts/common.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { parseJson } from '#contracts/json.ts';
import type { UploadContentType } from '#contracts/photo/formats.ts';
import type { Client } from './api.ts';
import {
  AlphaMaskMissingError,
  FileMissingError,
  MaskRefusedError,
  SessionFailedError,
  UnexpectedAnswerError,
} from './errors.ts';
import { maskTypeOf } from './image-type.ts';
import type { UploadProgress } from './upload.ts';
import type { WaitOptions } from './wait.ts';

/** A new session id: the time and a random part. */
export function newSessionId(now = new Date()): string {
  return `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}-${crypto.randomUUID().slice(0, 8)}`;
}

export interface StartOptions {
  /** By default a new one. */
  readonly sessionId?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: UploadProgress;
}

/**
 * Uploads a photo of any format that the API takes, and starts its session.
 * @returns the session's job id
 * @example
 * const jobId = await startSession(client, { bytes, type: 'image/jpeg' });
 * const waiting = await untilMaskWanted(client, jobId);
 * await submitMask(client, waiting, png, { quality: 'high' });
 * await untilModel(client, waiting);
 * const model = await client.file(jobId, 'mesh');
 */
export async function startSession(
  client: Client,
  photo: { bytes: Uint8Array<ArrayBuffer>; type: UploadContentType },
  options: StartOptions = {},
): Promise<string> {
  const sessionId = options.sessionId ?? newSessionId();
  const request = { kind: 'photo', session_id: sessionId, content_type: photo.type } as const;
  const upload = await client.uploads(request, options);
  await client.uploadFile(upload, new Blob([photo.bytes], { type: photo.type }), options);
  return (await client.initialize({ session_id: sessionId, image_s3_key: upload.s3_key }, options)).job_id;
}

/** Starts a new session with the photo of an earlier one, copied by the server. @returns its job id */
export async function startAgain(client: Client, jobId: string, options: StartOptions = {}): Promise<string> {
  const sessionId = options.sessionId ?? newSessionId();
  const copy = await client.uploads({ kind: 'copy', session_id: sessionId, copy_of: jobId }, options);
  return (await client.initialize({ session_id: sessionId, image_s3_key: copy.s3_key }, options)).job_id;
}

/** Waits until the session asks for a mask. @throws SessionFailedError when it ends instead */
export async function untilMaskWanted(
  client: Client,
  jobId: string,
  options: WaitOptions = {},
): Promise<StatusResponse> {
  const wanted = (status: StatusResponse) => status.status === 'awaiting_mask' || hasEnded(status);
  const status = await client.waitFor(jobId, wanted, options);
  if (status.status !== 'awaiting_mask') throw endedWithout('asking for a mask', status);
  return status;
}

/** The photo's feature maps, for the mask decoder. */
export async function downloadEmbeddings(
  client: Client,
  jobId: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ manifest: EmbeddingsManifest; data: Uint8Array<ArrayBuffer> }> {
  const result = await client.result(jobId, options);
  const [text, data] = await Promise.all([
    client.fileOf(result, 'embeddings', options),
    client.fileOf(result, 'embeddings_data', options),
  ]);
  const manifest = EmbeddingsManifest.safeParse(parseJson(new TextDecoder().decode(text)));
  if (!manifest.success) throw UnexpectedAnswerError.of('The embeddings manifest', manifest.error);
  return { manifest: manifest.data, data };
}

/**
 * The mask of what is opaque in the uploaded photo.
 * @throws AlphaMaskMissingError when the photo has no transparency
 */
export async function downloadAlphaMask(
  client: Client,
  jobId: string,
  options: { signal?: AbortSignal } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const result = await client.result(jobId, options);
  if (result.files.alpha_mask === undefined) throw new AlphaMaskMissingError(jobId);
  return client.fileOf(result, 'alpha_mask', options);
}

/**
 * Uploads a mask and submits it. The session must be waiting for one.
 * @param mask a PNG, WebP or JPEG with the photo's aspect; white selects
 */
export async function submitMask(
  client: Client,
  status: StatusResponse,
  mask: Uint8Array<ArrayBuffer>,
  settings: { quality?: Quality | undefined; seed?: number | undefined } = {},
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { session_id } = status;
  // The API says what is wrong with a file that is no picture.
  const content_type = maskTypeOf(mask) ?? 'image/png';
  const upload = await client.uploads({ kind: 'mask', session_id, content_type }, options);
  await client.uploadFile(upload, new Blob([mask], { type: content_type }), options);
  const image_s3_key = await photoKeyOf(client, status.job_id, options);
  await client.reconstruct(
    {
      session_id,
      image_s3_key,
      mask_s3_key: upload.s3_key,
      ...(settings.quality === undefined ? {} : { quality: settings.quality }),
      ...(settings.seed === undefined ? {} : { seed: settings.seed }),
    },
    options,
  );
}

/**
 * Waits for the model of the mask that was just submitted.
 * @param before the status from before the submission
 * @throws MaskRefusedError when the session asks for another mask; SessionFailedError when it ends without a model
 */
export async function untilModel(
  client: Client,
  before: StatusResponse,
  options: WaitOptions = {},
): Promise<StatusResponse> {
  const round = before.mask_round ?? 0;
  const refused = (status: StatusResponse) =>
    status.status === 'awaiting_mask' && (status.mask_round ?? 0) > round;
  const done = (status: StatusResponse) => refused(status) || hasEnded(status);
  const status = await client.waitFor(before.job_id, done, options);
  if (status.status === 'completed') return status;
  if (!refused(status)) throw endedWithout('a model', status);
  const { code, message } = status.reason ?? { code: 'MaskRefused', message: 'No reason was given.' };
  throw new MaskRefusedError(status.job_id, code, `Mask rejected: ${message}`);
}

export function hasEnded({ status }: Pick<StatusResponse, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

function endedWithout(what: string, status: StatusResponse): SessionFailedError {
  const { job_id, reason } = status;
  return reason === undefined
    ? new SessionFailedError(
        job_id,
        'SessionEnded',
        `Session ${job_id} is ${status.status}, without ${what}.`,
      )
    : new SessionFailedError(job_id, reason.code, `Session ${job_id} ${status.status}: ${reason.message}`);
}

/** The photo's key, from the URL of its result file, since the status does not have it. */
async function photoKeyOf(client: Client, jobId: string, options: { signal?: AbortSignal }): Promise<string> {
  const url = (await client.result(jobId, options)).files.photo;
  if (url === undefined) throw new FileMissingError(jobId, 'photo');
  const path = decodeURIComponent(new URL(url).pathname);
  const key = /users\/[^/]+\/sessions\/[^/]+\/[^/]+$/.exec(path)?.[0];
  if (key === undefined) throw new UnexpectedAnswerError(`The photo of session ${jobId}`, 'unknown key');
  return key;
}
