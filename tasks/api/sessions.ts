import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  type ResultResponse,
  type SessionSummary,
  SessionsQuery,
  type SessionsResponse,
} from '#contracts/api.ts';
import type { SessionRow } from '#contracts/session.ts';
import { type ApiAnswer, apiHandler } from '#tasks/core/middleware/api.ts';
import { byRoute } from '#tasks/core/middleware/by-route.ts';
import { callerOf, jobIdOfPath, queryOf } from '#tasks/core/middleware/request.ts';
import { listSessions } from '#tasks/core/session/list.ts';
import { removeSession } from '#tasks/core/session/remove.ts';
import { resultFiles } from '#tasks/core/session/result-files.ts';
import { readLiveRow, readOwnRow } from '#tasks/core/session/store.ts';
import { thumbnailUrl } from '#tasks/core/session/thumbnail-url.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { isoIn } from '#tasks/core/time.ts';
import { type EnvironmentOf, sessions } from '#tasks/manifest.ts';

type Environment = EnvironmentOf<typeof sessions>;

/** GET /sessions, DELETE /sessions/{job_id}, GET /sessions/{job_id}/result. */
export const handler = apiHandler(
  sessions,
  byRoute(sessions.routes, { listSessions: list, deleteSession: remove, getResult: result }),
);

async function list(event: APIGatewayProxyEvent, environment: Environment): Promise<ApiAnswer> {
  const { userId } = callerOf(event);
  const query = queryOf(event, SessionsQuery);
  const page = await listSessions(environment.JOB_STATUS_TABLE, userId, query);
  const { S3_BUCKET, RESULT_SECONDS } = environment;
  const withThumbnail = async (session: SessionSummary): Promise<SessionSummary> => ({
    ...session,
    thumbnail_url: await thumbnailUrl(S3_BUCKET, userId, session, RESULT_SECONDS),
  });
  const body: SessionsResponse = { ...page, sessions: await Promise.all(page.sessions.map(withThumbnail)) };
  return { status: 200, body };
}

async function remove(event: APIGatewayProxyEvent, environment: Environment): Promise<ApiAnswer> {
  const { userId } = callerOf(event);
  const jobId = jobIdOfPath(event);
  logSession(jobId);
  await removeSession(environment, await readOwnRow(environment.JOB_STATUS_TABLE, jobId, userId));
  return { status: 200, body: { job_id: jobId, status: 'cancelled' } };
}

async function result(event: APIGatewayProxyEvent, environment: Environment): Promise<ApiAnswer> {
  const { userId } = callerOf(event);
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
    image_size: row.image && [row.image.width, row.image.height],
    files: await resultFiles(environment.S3_BUCKET, row, seconds),
    mesh_stats: row.mesh_stats,
    model: row.model,
  };
}
