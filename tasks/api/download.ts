import { sessionKeys } from '#contracts/keys.ts';
import {
  invalidDownloadToken,
  keyIdOf,
  verifyDownloadToken,
} from '#tasks/core/download-token/download-token.ts';
import { downloadTokenKeys } from '#tasks/core/download-token/key-set.ts';
import { NotFoundError } from '#tasks/core/errors.ts';
import { apiHandler } from '#tasks/core/middleware/api.ts';
import { readRow } from '#tasks/core/session/store.ts';
import { headObject } from '#tasks/core/storage/objects.ts';
import { readingUrl } from '#tasks/core/storage/urls.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { download } from '#tasks/manifest.ts';

/** GET /download/{ticket}: the link in the email. Redirects to a short-lived URL of the model, without sign-in. */
export const handler = apiHandler(download, async (event, environment) => {
  const ticket = event.pathParameters?.ticket ?? '';
  const keys = await downloadTokenKeys(environment.TICKET_SECRET_ID, keyIdOf(ticket));
  const jobId = verifyDownloadToken(keys, ticket);
  logSession(jobId);
  const row = await readRow(environment.JOB_STATUS_TABLE, jobId);
  if (row === undefined || row.deleted_at !== undefined || row.status !== 'completed')
    throw invalidDownloadToken();
  const mesh = await headObject(environment.S3_BUCKET, sessionKeys(row.user_id, row.session_id).mesh);
  if (mesh === undefined) throw new NotFoundError('ModelGone', 'The model has been deleted.');
  const url = await readingUrl(environment.S3_BUCKET, mesh, {
    seconds: environment.RESULT_SECONDS,
    filename: `gen3d-${row.session_id}.ply`,
  });
  return { status: 302, headers: { Location: url, 'Referrer-Policy': 'no-referrer' } };
});
