import { Duration, type Stack } from 'aws-cdk-lib';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import type { FunctionName } from '#tasks/core/environment.ts';
import { maskLimits, photoLimits } from './limits.ts';
import { TaskFunction, type TaskFunctionProps } from './task-function.ts';

/** What the functions must know of their surroundings. */
export interface FunctionSurroundings {
  readonly settings: Settings;
  readonly bucketName: string;
  readonly tableName: string;
  readonly endpointName: string;
  readonly stateMachineArn: string;
  readonly ticketSecretId: string;
  /** API base with its stage, no slash behind. */
  readonly apiUrl: string;
}

/** All functions of a session; the names say which handler each one runs. */
export function sessionFunctions(stack: Stack, around: FunctionSurroundings) {
  const { settings } = around;
  const { limits, links, times } = settings;
  const session = { S3_BUCKET: around.bucketName, JOB_STATUS_TABLE: around.tableName };
  const api = { ...session, WEB_ORIGIN: settings.webOrigin };
  const stateMachine = { STATE_MACHINE_ARN: around.stateMachineArn };
  const start = { ...stateMachine, SESSION_SETTINGS: JSON.stringify({ ...limits, ...times }) };
  const mail = {
    SENDER_EMAIL: settings.senderEmail,
    ADMIN_EMAIL: settings.adminEmail,
    MAIL_CONFIGURATION_SET: deployedNames(settings).mailConfiguration,
    SITE_URL: settings.siteUrl,
    API_URL: around.apiUrl,
    SUCCESS_SUBJECT: settings.successSubject,
    FAILURE_SUBJECT: settings.failureSubject,
  };
  // A function gives up before the Task that called it does, so that the error is its own.
  const taskTimeout = Duration.seconds(Math.max(1, times.task - 5));
  const make = <F extends FunctionName>(id: string, props: Omit<TaskFunctionProps<F>, 'settings'>) =>
    new TaskFunction<F>(stack, id, { ...props, settings });
  return {
    initialize: make('Initialize', {
      name: 'initialize',
      description: 'POST /initialize: starts a session',
      environment: { ...api, ...start },
    }),
    reconstruct: make('Reconstruct', {
      name: 'reconstruct',
      description: 'POST /reconstruct: hands a mask to the waiting session',
      environment: api,
    }),
    status: make('Status', {
      name: 'status',
      description: 'GET /status/{job_id}',
      environment: { ...api, ...start },
    }),
    uploads: make('Uploads', {
      name: 'uploads',
      description: 'POST /uploads: a form to post a photo or mask with',
      environment: {
        ...api,
        MAX_PHOTO_BYTES: `${limits.maxPhotoBytes}`,
        MAX_MASK_BYTES: `${limits.maxMaskBytes}`,
        UPLOAD_SECONDS: `${links.upload}`,
      },
    }),
    sessions: make('Sessions', {
      name: 'sessions',
      description: 'GET and DELETE below /sessions',
      timeout: Duration.seconds(28),
      environment: { ...api, ...stateMachine, RESULT_SECONDS: `${links.result}` },
    }),
    download: make('Download', {
      name: 'download',
      description: 'GET /download/{ticket}: the link in the mail',
      environment: { ...api, TICKET_SECRET_ID: around.ticketSecretId, RESULT_SECONDS: `${links.result}` },
    }),
    validateInput: make('ValidateInput', {
      name: 'validate-input',
      description: 'Reads the photo and pins its version',
      timeout: taskTimeout,
      environment: {
        ...session,
        ...photoLimits(settings),
      },
    }),
    requestInference: make('RequestInference', {
      name: 'request-inference',
      description: 'Stores the task token and asks the endpoint',
      timeout: taskTimeout,
      environment: { ...session, SAGEMAKER_ENDPOINT_NAME: around.endpointName },
    }),
    checkOutput: make('CheckOutput', {
      name: 'check-output',
      description: 'Looks for an answer whose notification was lost',
      timeout: taskTimeout,
      environment: session,
    }),
    validateMask: make('ValidateMask', {
      name: 'validate-mask',
      description: 'Reads the mask and pins its version',
      // A mask of 40 MP in RGBA is 160 MB decoded.
      memory: 1_024,
      timeout: taskTimeout,
      environment: {
        ...session,
        ...maskLimits(settings),
      },
    }),
    notifySuccess: make('NotifySuccess', {
      name: 'notify-success',
      description: 'Marks the session completed and mails the link',
      timeout: taskTimeout,
      environment: {
        ...session,
        ...mail,
        TICKET_SECRET_ID: around.ticketSecretId,
        TICKET_SECONDS: `${links.ticket}`,
      },
    }),
    handleError: make('HandleError', {
      name: 'handle-error',
      description: 'Marks the session failed, mails, and fails with the true error',
      timeout: taskTimeout,
      environment: { ...session, ...mail },
    }),
    inferenceResult: make('InferenceResult', {
      name: 'inference-result',
      description: 'SNS: records the answer of the endpoint, then answers the task token',
      timeout: Duration.seconds(25),
      environment: session,
    }),
    executionStatus: make('ExecutionStatus', {
      name: 'execution-status',
      description: 'EventBridge: sessions that ended outside their state machine',
      timeout: Duration.seconds(25),
      environment: { ...session, ...mail },
    }),
  };
}

export type SessionFunctionSet = ReturnType<typeof sessionFunctions>;
