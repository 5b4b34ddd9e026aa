import * as z from 'zod/mini';
import {
  DeleteResponse,
  DownloadPath,
  InitializeRequest,
  InitializeResponse,
  JobPath,
  ReconstructRequest,
  ReconstructResponse,
  ResultResponse,
  SessionsQuery,
  SessionsResponse,
  StatusResponse,
  UploadRequest,
  UploadResponse,
} from '#contracts/api.ts';
import { parseJson } from '#contracts/json.ts';
import { SessionSettings } from '#contracts/metadata.ts';

/** One operation of the API. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  /** Operation id in the OpenAPI document and in API Gateway. */
  readonly id: string;
  readonly summary: string;
  /** Whether it needs an ID token. */
  readonly signedIn: boolean;
  readonly parameters?: readonly { readonly in: 'path' | 'query'; readonly contract: z.ZodMiniObject }[];
  readonly request?: z.ZodMiniType;
  readonly success: {
    readonly status: 200 | 202 | 302;
    readonly description: string;
    readonly body?: z.ZodMiniType;
  };
  /** Statuses of its own errors, besides those of every operation. */
  readonly errors: readonly number[];
}

/**
 * One Lambda function. The handler is `tasks/{folder}/{name}.ts`; the stacks, bundles, API and OpenAPI
 * document are generated from this entry.
 *
 * Entries are plain constants, and `environment` is a function, so that the bundle of a handler contains its own
 * entry and no other.
 *
 * @example
 * export const validateMask = {
 *   folder: 'workflow',
 *   name: 'validate-mask',
 *   description: 'Checks the submitted mask',
 *   environment: () => z.object({ S3_BUCKET: z.string() }),
 *   states: ['ValidateMask'],
 * } as const satisfies Handler;
 */
export interface Handler {
  readonly folder: 'api' | 'workflow' | 'callbacks';
  readonly name: string;
  readonly description: string;
  /** Variables that the function reads, with their schemas. */
  readonly environment: () => z.ZodMiniObject;
  /** MiB, 512 when absent. */
  readonly memory?: number;
  /** Seconds, 15 when absent. Workflow functions end before the timeout of their state instead. */
  readonly timeout?: number;
  /** Of a workflow function: the setting of `times` that is its state's timeout, `task` when absent. */
  readonly time?: 'preparePhoto' | 'prepareMask';
  /** Of an API function. */
  readonly routes?: readonly Route[];
  /** Whether it decodes photos or masks, so that its bundle holds the decoder. */
  readonly decodes?: true;
  /** Of a workflow function: the states that call it. */
  readonly states?: readonly string[];
}

const text = () => z.string().check(z.minLength(1));
const count = () => z.coerce.number().check(z.int(), z.positive());
const percent = () => z.coerce.number().check(z.positive());
const subject = () => z.string().check(z.minLength(1), z.maxLength(200));
const arn = () => z.string().check(z.startsWith('arn:'));

const session = () => ({
  S3_BUCKET: z.string().check(z.minLength(3)),
  JOB_STATUS_TABLE: z.string().check(z.minLength(3)),
});
const api = () => ({ ...session(), WEB_ORIGIN: text() });
const start = () => ({
  STATE_MACHINE_ARN: arn(),
  /** JSON: limits and times of the deployment, stored in the metadata of each session. */
  SESSION_SETTINGS: z.pipe(z.pipe(z.string(), z.transform(parseJson)), SessionSettings),
});
const email = () => ({
  SENDER_EMAIL: z.email(),
  ADMIN_EMAIL: z.email(),
  /** SES reports bounces and complaints of this set, and keeps its suppression list. */
  MAIL_CONFIGURATION_SET: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  SITE_URL: z.url(),
  /** Base of the download link in emails: the API with its stage. */
  API_URL: z.url(),
  SUCCESS_SUBJECT: subject(),
  FAILURE_SUBJECT: subject(),
});

export const initialize = {
  folder: 'api',
  name: 'initialize',
  description: 'POST /initialize: starts a session',
  environment: () => z.object({ ...api(), ...start() }),
  routes: [
    {
      method: 'post',
      path: '/initialize',
      id: 'initialize',
      summary: 'Start a session with an uploaded photo',
      signedIn: true,
      request: InitializeRequest,
      success: { status: 202, description: 'The session has started', body: InitializeResponse },
      errors: [400, 404, 409],
    },
  ],
} as const satisfies Handler;

export const reconstruct = {
  folder: 'api',
  name: 'reconstruct',
  description: 'POST /reconstruct: submits a mask to the waiting session',
  environment: () => z.object(api()),
  routes: [
    {
      method: 'post',
      path: '/reconstruct',
      id: 'reconstruct',
      summary: 'Submit the uploaded mask to the waiting session',
      signedIn: true,
      request: ReconstructRequest,
      success: { status: 202, description: 'The mask was submitted', body: ReconstructResponse },
      errors: [400, 404, 409],
    },
  ],
} as const satisfies Handler;

export const status = {
  folder: 'api',
  name: 'status',
  description: 'GET /status/{job_id}',
  environment: () => z.object({ ...api(), ...start() }),
  routes: [
    {
      method: 'get',
      path: '/status/{job_id}',
      id: 'getStatus',
      summary: 'Get the status of a session',
      signedIn: true,
      parameters: [{ in: 'path', contract: JobPath }],
      success: { status: 200, description: 'The session', body: StatusResponse },
      errors: [404],
    },
  ],
} as const satisfies Handler;

export const uploads = {
  folder: 'api',
  name: 'uploads',
  description: 'POST /uploads: a form to upload a photo or mask with',
  environment: () =>
    z.object({ ...api(), MAX_PHOTO_BYTES: count(), MAX_MASK_BYTES: count(), UPLOAD_SECONDS: count() }),
  routes: [
    {
      method: 'post',
      path: '/uploads',
      id: 'createUpload',
      summary: 'Create a form to upload a photo or mask with, or copy the photo of an earlier session',
      signedIn: true,
      request: UploadRequest,
      success: { status: 200, description: 'The key, and the form to post to it', body: UploadResponse },
      errors: [400, 404, 409],
    },
  ],
} as const satisfies Handler;

export const sessions = {
  folder: 'api',
  name: 'sessions',
  description: 'GET and DELETE below /sessions',
  environment: () => z.object({ ...api(), STATE_MACHINE_ARN: arn(), RESULT_SECONDS: count() }),
  timeout: 28,
  routes: [
    {
      method: 'get',
      path: '/sessions',
      id: 'listSessions',
      summary: 'List your sessions, newest first',
      signedIn: true,
      parameters: [{ in: 'query', contract: SessionsQuery }],
      success: { status: 200, description: 'One page of sessions', body: SessionsResponse },
      errors: [400],
    },
    {
      method: 'delete',
      path: '/sessions/{job_id}',
      id: 'deleteSession',
      summary: 'Stop a session and delete everything it has stored',
      signedIn: true,
      parameters: [{ in: 'path', contract: JobPath }],
      success: { status: 200, description: 'The session is deleted', body: DeleteResponse },
      errors: [404],
    },
    {
      method: 'get',
      path: '/sessions/{job_id}/result',
      id: 'getResult',
      summary: 'Get short-lived URLs of the files of a session',
      signedIn: true,
      parameters: [{ in: 'path', contract: JobPath }],
      success: { status: 200, description: 'The files', body: ResultResponse },
      errors: [404],
    },
  ],
} as const satisfies Handler;

export const download = {
  folder: 'api',
  name: 'download',
  description: 'GET /download/{ticket}: the link in the email',
  environment: () => z.object({ ...api(), TICKET_SECRET_ID: text(), RESULT_SECONDS: count() }),
  routes: [
    {
      method: 'get',
      path: '/download/{ticket}',
      id: 'download',
      summary: 'Download the model: the link in the email',
      signedIn: false,
      parameters: [{ in: 'path', contract: DownloadPath }],
      success: { status: 302, description: 'Location has a short-lived URL of the model' },
      errors: [404, 410],
    },
  ],
} as const satisfies Handler;

export const validateInput = {
  folder: 'workflow',
  name: 'validate-input',
  description: 'Prepares the photo and pins its version',
  environment: () =>
    z.object({
      ...session(),
      MAX_PHOTO_BYTES: count(),
      /** Shortest side in pixels. */
      MIN_PHOTO_PIXELS: count(),
      MAX_PHOTO_PIXELS: count(),
      /** Longest side divided by the shortest. */
      MAX_PHOTO_ASPECT: count(),
      /** Longest side of the prepared photo in pixels. */
      PHOTO_SIDE: count(),
      PREPARE_PHOTO_SECONDS: count(),
    }),
  // The decoder of a large photo. A new AWS account allows no more.
  memory: 3_008,
  time: 'preparePhoto',
  decodes: true,
  states: ['ValidateInput'],
} as const satisfies Handler;

export const requestInference = {
  folder: 'workflow',
  name: 'request-inference',
  description: 'Stores the task token and calls the endpoint',
  environment: () => z.object({ ...session(), SAGEMAKER_ENDPOINT_NAME: text() }),
  states: ['RequestEmbedding', 'RequestReconstruction'],
} as const satisfies Handler;

export const checkOutput = {
  folder: 'workflow',
  name: 'check-output',
  description: 'Looks for an answer whose notification was lost',
  environment: () => z.object(session()),
  states: ['CheckEmbedding', 'CheckReconstruction'],
} as const satisfies Handler;

export const validateMask = {
  folder: 'workflow',
  name: 'validate-mask',
  description: 'Prepares the mask and pins its version',
  environment: () =>
    z.object({
      ...session(),
      MAX_MASK_BYTES: count(),
      MIN_MASK_COVERAGE: percent(),
      MAX_MASK_COVERAGE: percent(),
      PREPARE_MASK_SECONDS: count(),
    }),
  memory: 1_769,
  time: 'prepareMask',
  decodes: true,
  states: ['ValidateMask'],
} as const satisfies Handler;

export const notifySuccess = {
  folder: 'workflow',
  name: 'notify-success',
  description: 'Completes the session and emails the link',
  environment: () =>
    z.object({ ...session(), ...email(), TICKET_SECRET_ID: text(), TICKET_SECONDS: count() }),
  states: ['NotifySuccess'],
} as const satisfies Handler;

export const handleError = {
  folder: 'workflow',
  name: 'handle-error',
  description: 'Fails the session, sends the emails, and fails with the original error',
  environment: () => z.object({ ...session(), ...email() }),
  states: ['HandleError'],
} as const satisfies Handler;

export const inferenceResult = {
  folder: 'callbacks',
  name: 'inference-result',
  description: 'SNS: records the answer of the endpoint, then answers the task token',
  environment: () => z.object(session()),
  timeout: 25,
} as const satisfies Handler;

export const executionStatus = {
  folder: 'callbacks',
  name: 'execution-status',
  description: 'EventBridge: sessions that ended outside their state machine',
  environment: () => z.object({ ...session(), ...email() }),
  timeout: 25,
} as const satisfies Handler;

export const rotateTicketKey = {
  folder: 'callbacks',
  name: 'rotate-ticket-key',
  description: 'Rotates the signing key of the download tokens',
  environment: () => z.object({ TICKET_SECRET_ID: text(), TICKET_SECONDS: count() }),
  timeout: 25,
} as const satisfies Handler;

/** Every function of the app. */
export const handlers = [
  initialize,
  reconstruct,
  status,
  uploads,
  sessions,
  download,
  validateInput,
  requestInference,
  checkOutput,
  validateMask,
  notifySuccess,
  handleError,
  inferenceResult,
  executionStatus,
  rotateTicketKey,
] as const;

export type FunctionName = (typeof handlers)[number]['name'];

/** What a function reads from its environment, parsed. */
export type EnvironmentOf<H extends Handler> = z.infer<ReturnType<H['environment']>>;

export const functionNames: readonly FunctionName[] = /* @__PURE__ */ handlers.map(({ name }) => name);

/** Every operation of the API, in the order of its document. */
export const routes: readonly Route[] = /* @__PURE__ */ handlers.flatMap(
  ({ routes = [] }: Handler): readonly Route[] => routes,
);
