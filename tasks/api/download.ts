import { NotFoundError } from '#tasks/core/errors.ts';
import { sessionKeys } from '#tasks/core/keys.ts';
import { apiHandler } from '#tasks/core/middleware/api.ts';
import { logSession } from '#tasks/core/middleware/observability.ts';
import { readRow } from '#tasks/core/session/store.ts';
import { headObject } from '#tasks/core/storage/objects.ts';
import { readingUrl } from '#tasks/core/storage/urls.ts';
import { ticketKeys } from '#tasks/core/ticket/keys.ts';
import { keyIdOf, noTicket, readTicket } from '#tasks/core/ticket/ticket.ts';

/** GET /download/{ticket}: the link in the mail; leads to the model by a short URL. Needs no sign-in. */
export const handler = apiHandler('download', async (event, environment) => {
  const ticket = event.pathParameters?.ticket ?? '';
  const keys = await ticketKeys(environment.TICKET_SECRET_ID, keyIdOf(ticket));
  const jobId = readTicket(keys, ticket);
  logSession(jobId);
  const row = await readRow(environment.JOB_STATUS_TABLE, jobId);
  if (row === undefined || row.deleted_at !== undefined || row.status !== 'completed') throw noTicket();
  const mesh = await headObject(environment.S3_BUCKET, sessionKeys(row.user_id, row.session_id).mesh);
  if (mesh === undefined) throw new NotFoundError('ModelGone', 'The model is no longer kept.');
  const url = await readingUrl(environment.S3_BUCKET, mesh, {
    seconds: environment.RESULT_SECONDS,
    filename: `gen3d-${row.session_id}.ply`,
  });
  return { status: 302, headers: { Location: url, 'Referrer-Policy': 'no-referrer' } };
});
