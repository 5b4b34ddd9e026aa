import type { z } from 'zod';
import type { RecordedResult } from '#contracts/callback.ts';
import { objectKeys, sessionKeys } from '#contracts/keys.ts';
import type { ReconstructionAnswer } from '#contracts/model-job.ts';
import type { SessionRow } from '#contracts/session.ts';
import type { InferenceResult } from '#contracts/workflow.ts';
import { headObject } from '../storage/objects.ts';
import { invalid, modelError, parseAnswer } from './answer.ts';

/**
 * Validates a model's answer: it must match its contract, name only the session's own objects, and fit the photo, and
 * its objects must exist.
 */
export async function validateAnswer(bucket: string, row: SessionRow, text: string): Promise<RecordedResult> {
  const answer = parseAnswer(text);
  if (answer === undefined) return invalid('it does not have the form of an answer');
  if (answer.status === 'error') return modelError(answer.error);
  const wrong = contradiction(row, answer);
  if (wrong !== undefined) return invalid(wrong);
  for (const key of objectsOf(row, answer)) {
    if ((await headObject(bucket, key)) === undefined) return invalid('an object that it names is not there');
  }
  return { kind: 'answer', answer };
}

function contradiction(row: SessionRow, answer: InferenceResult): string | undefined {
  const keys = sessionKeys(row.user_id, row.session_id);
  switch (answer.task) {
    case 'get_embedding': {
      if (answer.embeddings_s3_key !== keys.embeddings) return 'its embedding lies elsewhere';
      const [width, height] = answer.image_size;
      const fits = row.image === undefined || (width === row.image.width && height === row.image.height);
      return fits ? undefined : 'its photo has another size';
    }
    case 'generate_3d': {
      const own = modelsOf(answer).every(({ output_s3_key, splat_s3_key }, index) => {
        const { mesh, splat } = objectKeys(row.user_id, row.session_id, index + 1);
        return output_s3_key === mesh && (splat_s3_key === undefined || splat_s3_key === splat);
      });
      return own ? undefined : 'its model lies elsewhere';
    }
  }
}

function objectsOf(row: SessionRow, answer: InferenceResult): string[] {
  const keys = sessionKeys(row.user_id, row.session_id);
  switch (answer.task) {
    case 'get_embedding':
      return [keys.embeddings, keys.embeddingsData];
    case 'generate_3d':
      return modelsOf(answer).flatMap(({ output_s3_key, splat_s3_key }) =>
        splat_s3_key === undefined ? [output_s3_key] : [output_s3_key, splat_s3_key],
      );
  }
}

/** What the answer made of each mask. */
function modelsOf(answer: z.infer<typeof ReconstructionAnswer>) {
  return [answer, ...(answer.more_objects ?? [])];
}
