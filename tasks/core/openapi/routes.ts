import * as z from 'zod/mini';
import {
  DeleteResponse,
  InitializeRequest,
  InitializeResponse,
  ReconstructRequest,
  ReconstructResponse,
  ResultResponse,
  SessionsQuery,
  SessionsResponse,
  StatusResponse,
  UploadRequest,
  UploadResponse,
} from '../contracts/api.ts';
import { JobId } from '../contracts/common.ts';

/** One operation of the API. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** Whether it needs an ID token. */
  readonly signedIn: boolean;
  readonly parameters?: readonly { readonly in: 'path' | 'query'; readonly contract: z.ZodMiniObject }[];
  readonly request?: z.ZodMiniType;
  readonly success: {
    readonly status: 200 | 202 | 302;
    readonly says: string;
    readonly body?: z.ZodMiniType;
  };
  /** Statuses of its errors, besides those that every operation has. */
  readonly errors: readonly number[];
}

const job = { in: 'path' as const, contract: z.object({ job_id: JobId }) };

export const routes: readonly Route[] = [
  {
    method: 'post',
    path: '/uploads',
    id: 'createUpload',
    summary: 'A form to post a photo or mask with, or a copy of an earlier photo',
    signedIn: true,
    request: UploadRequest,
    success: { status: 200, says: 'The key, and the form to post to it', body: UploadResponse },
    errors: [400, 404, 409],
  },
  {
    method: 'post',
    path: '/initialize',
    id: 'initialize',
    summary: 'Starts a session with an uploaded photo',
    signedIn: true,
    request: InitializeRequest,
    success: { status: 202, says: 'The session is on its way', body: InitializeResponse },
    errors: [400, 404, 409],
  },
  {
    method: 'post',
    path: '/reconstruct',
    id: 'reconstruct',
    summary: 'Hands the uploaded mask to the waiting session',
    signedIn: true,
    request: ReconstructRequest,
    success: { status: 202, says: 'The mask was taken', body: ReconstructResponse },
    errors: [400, 404, 409],
  },
  {
    method: 'get',
    path: '/status/{job_id}',
    id: 'getStatus',
    summary: 'How far a session is',
    signedIn: true,
    parameters: [job],
    success: { status: 200, says: 'The session', body: StatusResponse },
    errors: [404],
  },
  {
    method: 'get',
    path: '/sessions',
    id: 'listSessions',
    summary: 'Own sessions, newest first',
    signedIn: true,
    parameters: [{ in: 'query', contract: SessionsQuery }],
    success: { status: 200, says: 'One page of sessions', body: SessionsResponse },
    errors: [400],
  },
  {
    method: 'delete',
    path: '/sessions/{job_id}',
    id: 'deleteSession',
    summary: 'Stops a session and deletes everything it has stored',
    signedIn: true,
    parameters: [job],
    success: { status: 200, says: 'The session is gone', body: DeleteResponse },
    errors: [404],
  },
  {
    method: 'get',
    path: '/sessions/{job_id}/result',
    id: 'getResult',
    summary: 'Short URLs of what a session has so far',
    signedIn: true,
    parameters: [job],
    success: { status: 200, says: 'The files', body: ResultResponse },
    errors: [404],
  },
  {
    method: 'get',
    path: '/download/{ticket}',
    id: 'download',
    summary: 'The link in the mail: leads to the model',
    signedIn: false,
    parameters: [{ in: 'path', contract: z.object({ ticket: z.string().check(z.minLength(1)) }) }],
    success: { status: 302, says: 'The model lies at Location, for some minutes' },
    errors: [404, 410],
  },
];
