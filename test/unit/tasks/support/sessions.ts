import type { z } from 'zod';
import type { Photo } from '#contracts/image.ts';
import { jobIdOf, sessionKeys, uploadedMaskKey, uploadedPhotoKey } from '#contracts/keys.ts';
import type { EmbeddingAnswer, ReconstructionAnswer } from '#contracts/model-job.ts';
import { SessionRow } from '#contracts/session.ts';
import { email, userId } from './calls.ts';
import { getItem, putItem } from './database.ts';
import type { FakeS3 } from './fake-s3.ts';

export const sessionId = 'session-1';
export const jobId = jobIdOf(userId, sessionId);
export const keys = sessionKeys(userId, sessionId);
/** The user's photo and mask as uploaded. */
export const imageKey = uploadedPhotoKey(userId, sessionId, 'png');
export const maskKey = uploadedMaskKey(userId, sessionId, 'png');

/** Fields in the payload of every workflow task. */
export const facts = { job_id: jobId, user_id: userId, session_id: sessionId, redrive: 0 };

export const photo: Photo = {
  key: imageKey,
  version: 'v1',
  bytes: 1000,
  format: 'png',
  width: 80,
  height: 64,
};

const model = { name: 'preview', revision: '1', preview: true };

export const embeddingAnswer: z.infer<typeof EmbeddingAnswer> = {
  status: 'success',
  task: 'get_embedding',
  embeddings_s3_key: keys.embeddings,
  image_size: [80, 64],
  model,
  timings: { total: 1.5 },
};

export const reconstructionAnswer: z.infer<typeof ReconstructionAnswer> = {
  status: 'success',
  task: 'generate_3d',
  output_s3_key: keys.mesh,
  mesh_stats: {
    num_points: 12_345,
    num_faces: 24_686,
    file_size_mb: 0.5,
    has_colors: true,
    mask_coverage_percent: 20,
  },
  model,
  timings: { total: 9 },
};

export function row(changes: Partial<SessionRow> = {}): SessionRow {
  const now = new Date().toISOString();
  return {
    job_id: jobId,
    user_id: userId,
    session_id: sessionId,
    created_at: now,
    updated_at: now,
    status: 'processing',
    task: 'initialization',
    stage: 'starting',
    progress: 0,
    redrive_count: 0,
    image_key: imageKey,
    stage_times: { starting: now },
    expires_at: 4_000_000_000,
    ...changes,
  };
}

/** A row that waits for its mask. */
export function waitingRow(changes: Partial<SessionRow> = {}): SessionRow {
  return row({
    status: 'awaiting_mask',
    stage: 'awaiting_mask',
    progress: 40,
    image: photo,
    mask_token: 'mask-token',
    mask_round: 0,
    mask_deadline: new Date(Date.now() + 3_600_000).toISOString(),
    ...changes,
  });
}

export async function given(session: SessionRow): Promise<void> {
  await putItem(session);
}

export async function rowNow(): Promise<SessionRow> {
  return SessionRow.parse(await getItem(jobId));
}

/** Stores `metadata.json` like `initialize`. */
export function putMetadata(s3: FakeS3, address = email): void {
  s3.put(
    keys.metadata,
    JSON.stringify({
      job_id: jobId,
      user_id: userId,
      session_id: sessionId,
      user_email: address,
      created_at: new Date().toISOString(),
      settings: {},
    }),
  );
}
