import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type ResultResponse, SessionsQuery, type SessionsResponse } from '#tasks/core/contracts/api.ts';
import type { SessionRow } from '#tasks/core/contracts/session.ts';
import type { EnvironmentOf } from '#tasks/core/environment.ts';
import { NotFoundError } from '#tasks/core/errors.ts';
import { type ApiAnswer, apiHandler } from '#tasks/core/middleware/api.ts';
import { logSession } from '#tasks/core/middleware/observability.ts';
import { callerOf, jobIdOfPath, queryOf } from '#tasks/core/middleware/request.ts';
import { listSessions } from '#tasks/core/session/list.ts';
import { removeSession } from '#tasks/core/session/remove.ts';
import { resultFiles } from '#tasks/core/session/result-files.ts';
import { readLiveRow, readOwnRow } from '#tasks/core/session/store.ts';
import { isoIn } from '#tasks/core/time.ts';

type Environment = EnvironmentOf<'sessions'>;

/** GET /sessions, DELETE /sessions/{job_id}, GET /sessions/{job_id}/result. */
export const handler = apiHandler('sessions', async (event, environment) => {
  const { userId } = callerOf(event);
  switch (`${event.httpMethod} ${event.resource}`) {
    case 'GET /sessions':
      return list(event, environment, userId);
    case 'DELETE /sessions/{job_id}':
      return remove(event, environment, userId);
    case 'GET /sessions/{job_id}/result':
      return result(event, environment, userId);
  }
  throw new NotFoundError('NotFound', 'There is no such route.');
});

async function list(
  event: APIGatewayProxyEvent,
  environment: Environment,
  userId: string,
): Promise<ApiAnswer> {
  const query = queryOf(event, SessionsQuery);
  const body: SessionsResponse = await listSessions(environment.JOB_STATUS_TABLE, userId, query);
  return { status: 200, body };
}

async function remove(
  event: APIGatewayProxyEvent,
  environment: Environment,
  userId: string,
): Promise<ApiAnswer> {
  const jobId = jobIdOfPath(event);
  logSession(jobId);
  await removeSession(environment, await readOwnRow(environment.JOB_STATUS_TABLE, jobId, userId));
  return { status: 200, body: { job_id: jobId, status: 'cancelled' } };
}

async function result(
  event: APIGatewayProxyEvent,
  environment: Environment,
  userId: string,
): Promise<ApiAnswer> {
  const jobId = jobIdOfPath(event);
  logSession(jobId);
  const row = await readLiveRow(environment.JOB_STATUS_TABLE, jobId, userId);
  return { status: 200, body: await resultView(environment, row) };
}

async function resultView(environment: Environment, row: SessionRow): Promise<ResultResponse> {
  const seconds = environment.RESULT_SECONDS;
  return {
    job_id: row.job_id,
    status: row.status,
    expires_at: isoIn(seconds),
    files: await resultFiles(environment.S3_BUCKET, row, seconds),
    mesh_stats: row.mesh_stats,
    model: row.model,
  };
}
