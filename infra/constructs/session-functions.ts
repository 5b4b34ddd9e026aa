import type { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import type { WorkflowFunctions } from '#state-machines/session/state-machine.ts';
import { type FunctionName, handlers, rotateTicketKey } from '#tasks/manifest.ts';
import { maskLimits, photoLimits } from './limits.ts';
import { prepareTimes } from './prepare-times.ts';
import { TaskFunction } from './task-function.ts';

/** Deployment values that the functions need. */
export interface FunctionContext {
  readonly settings: Settings;
  readonly bucketName: string;
  readonly tableName: string;
  readonly endpointName: string;
  readonly stateMachineArn: string;
  readonly downloadTokenSecretId: string;
  /** API base URL with its stage, without a trailing slash. */
  readonly apiUrl: string;
}

/** The functions of a session, by manifest name. */
export type SessionFunctions = (name: FunctionName) => TaskFunction;

/** Creates every function of the manifest except `rotate-ticket-key`, which belongs to its secret. */
export function sessionFunctions(stack: Stack, context: FunctionContext): SessionFunctions {
  const { settings } = context;
  const variables = variablesOf(context);
  const byName = new Map<FunctionName, TaskFunction>();
  for (const handler of handlers) {
    if (handler === rotateTicketKey) continue;
    const id = constructId(handler.name);
    byName.set(handler.name, new TaskFunction(stack, id, { handler, settings, variables }));
  }
  return (name) => {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`The session has no function ${name}.`);
    return found;
  };
}

/** The functions that the session state machine calls. */
export function workflowFunctions(functionOf: (name: FunctionName) => IFunction): WorkflowFunctions {
  return {
    validateInput: functionOf('validate-input'),
    requestInference: functionOf('request-inference'),
    checkOutput: functionOf('check-output'),
    validateMask: functionOf('validate-mask'),
    notifySuccess: functionOf('notify-success'),
    handleError: functionOf('handle-error'),
  };
}

/** `validate-input` → `ValidateInput`. */
function constructId(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Every variable that a function may read. */
function variablesOf(context: FunctionContext) {
  const { settings } = context;
  const { limits, links, times } = settings;
  return {
    S3_BUCKET: context.bucketName,
    JOB_STATUS_TABLE: context.tableName,
    WEB_ORIGIN: settings.webOrigin,
    STATE_MACHINE_ARN: context.stateMachineArn,
    SAGEMAKER_ENDPOINT_NAME: context.endpointName,
    SESSION_SETTINGS: JSON.stringify({ ...limits, ...times }),
    SENDER_EMAIL: settings.senderEmail,
    ADMIN_EMAIL: settings.adminEmail,
    MAIL_CONFIGURATION_SET: deployedNames(settings).mailConfiguration,
    SITE_URL: settings.siteUrl,
    API_URL: context.apiUrl,
    SUCCESS_SUBJECT: settings.successSubject,
    FAILURE_SUBJECT: settings.failureSubject,
    TICKET_SECRET_ID: context.downloadTokenSecretId,
    TICKET_SECONDS: `${links.ticket}`,
    UPLOAD_SECONDS: `${links.upload}`,
    RESULT_SECONDS: `${links.result}`,
    ...photoLimits(settings),
    PHOTO_SIDE: `${settings.limits.photoSide}`,
    ...maskLimits(settings),
    ...prepareTimes(settings),
  };
}
