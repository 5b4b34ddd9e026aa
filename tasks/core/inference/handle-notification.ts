import type { RecordedResult } from '#contracts/callback.ts';
import { asyncKeys } from '#contracts/keys.ts';
import type { InferenceNotification } from '#contracts/notifications.ts';
import type { SessionRow } from '#contracts/session.ts';
import { embeddedProgress, stageFacts } from '#contracts/transitions.ts';
import { readCallback, recordResult } from '../callback/store.ts';
import { answerToken } from '../execution/token.ts';
import { measureStageUntilNow } from '../session/stage-time.ts';
import { readRow } from '../session/store.ts';
import { raiseProgress } from '../session/transitions.ts';
import { purgeSession } from '../storage/purge.ts';
import { logger, logSession } from '../telemetry/telemetry.ts';
import { forStage, invalid } from './answer.ts';
import { inferenceFailure } from './failure.ts';
import { asyncKeyOf, jobOfKey } from './locations.ts';
import { readAnswer } from './read-answer.ts';
import { validateAnswer } from './validate-answer.ts';

interface ResultConfig {
  readonly S3_BUCKET: string;
  readonly JOB_STATUS_TABLE: string;
}

/** Ids that we make: see `inferenceIdOf`. */
const inferenceIdForm = /^[0-9a-f]{60}$/;

/**
 * Handles one notification: records the result first, then answers the task token. A notification may come twice,
 * late, or before the token is stored. A notification of a deleted session purges what is left of it.
 * @returns false when it belongs to no session
 */
export async function handleNotification(
  config: ResultConfig,
  notification: InferenceNotification,
): Promise<boolean> {
  const { inferenceId } = notification;
  const places = placesOf(config.S3_BUCKET, notification);
  const jobId = await jobOf(config, notification, places);
  if (jobId === undefined) return false;
  logSession(jobId);
  const row = await readRow(config.JOB_STATUS_TABLE, jobId);
  if (row === undefined) return false;
  if (row.deleted_at !== undefined) {
    await purgeSession(config.S3_BUCKET, row);
    return true;
  }
  await record(config, row, inferenceId, await resultOf(config, row, notification, places));
  return true;
}

interface Places {
  readonly output: string | undefined;
  readonly failure: string | undefined;
}

/** The keys of answer and failure, from the notification. */
function placesOf(bucket: string, { responseParameters }: InferenceNotification): Places {
  return {
    output: asyncKeyOf(bucket, responseParameters?.outputLocation),
    failure: asyncKeyOf(bucket, responseParameters?.failureLocation),
  };
}

async function jobOf(
  config: ResultConfig,
  { inferenceId }: InferenceNotification,
  { output, failure }: Places,
): Promise<string | undefined> {
  if (!inferenceIdForm.test(inferenceId)) return undefined;
  const callback = await readCallback(config.JOB_STATUS_TABLE, inferenceId);
  return callback?.jobId ?? jobOfKey(output, inferenceId) ?? jobOfKey(failure, inferenceId);
}

async function resultOf(
  { S3_BUCKET }: ResultConfig,
  row: SessionRow,
  { inferenceId, invocationStatus, failureReason }: InferenceNotification,
  places: Places,
): Promise<RecordedResult> {
  const keys = asyncKeys(row.job_id, inferenceId);
  if (invocationStatus === 'Completed') {
    const text = await readAnswer(S3_BUCKET, places.output ?? keys.output);
    return text === undefined ? invalid('it is not there') : validateAnswer(S3_BUCKET, row, text);
  }
  const failure = await readAnswer(S3_BUCKET, places.failure ?? keys.failure);
  return inferenceFailure(invocationStatus, failureReason ?? '', failure);
}

async function record(
  config: ResultConfig,
  row: SessionRow,
  inferenceId: string,
  result: RecordedResult,
): Promise<void> {
  const callback = await recordResult(config.JOB_STATUS_TABLE, inferenceId, row.job_id, result);
  const first = callback.result ?? result;
  const outcome = callback.stage === undefined ? first : forStage(first, callback.stage);
  if (outcome.kind === 'answer') await showProgress(config, row.job_id, outcome.answer.task);
  const answered = callback.token === undefined ? 'no token yet' : await answerToken(callback.token, outcome);
  logger.info('An inference has ended', { inference_id: inferenceId, outcome: outcome.kind, answered });
}

async function showProgress(
  { JOB_STATUS_TABLE }: ResultConfig,
  jobId: string,
  task: 'get_embedding' | 'generate_3d',
): Promise<void> {
  if (task === 'get_embedding') {
    const row = await raiseProgress(JOB_STATUS_TABLE, jobId, 'embedding', embeddedProgress);
    // The state machine itself writes the next stage, and it measures nothing.
    if (row !== undefined) measureStageUntilNow(row, 'embedding');
  } else {
    await raiseProgress(JOB_STATUS_TABLE, jobId, 'reconstructing', stageFacts.notifying.progress);
  }
}
