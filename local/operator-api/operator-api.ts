import type { IncomingMessage } from 'node:http';
import type { Authorize } from '../emulators/api-gateway/authorizer.ts';
import { AwsError, asAwsError, logUnexpected } from '../emulators/http/aws-error.ts';
import { type Answer, json, jsonError, readBody } from '../emulators/http/server.ts';
import { parseJson } from '../emulators/http/signed-server.ts';
import { answered, operationOf } from '../step-functions/api/server.ts';
import type { SubmitMask } from './submit-mask.ts';

export interface OperatorApiOptions {
  readonly authorize: Authorize;
  /** Group of the user pool whose members have access. */
  readonly group: string;
  /** Performs an operation of the Step Functions API. */
  readonly perform: (operation: string, input: unknown) => Promise<object>;
  readonly submitMask: SubmitMask;
  /** Bytes. */
  readonly maxMaskBytes: number;
}

/** Handles requests below `/operator/`. Returns undefined for all others. */
export type OperatorApi = (request: IncomingMessage, pathname: string) => Promise<Answer | undefined>;

/** Operations of Step Functions that operators may call. */
export const operatorActions: readonly string[] = [
  'ListStateMachines',
  'ListExecutions',
  'DescribeStateMachine',
  'DescribeStateMachineForExecution',
  'DescribeExecution',
  'GetExecutionHistory',
  'StopExecution',
  'RedriveExecution',
  'SendTaskSuccess',
  'SendTaskFailure',
];

const bodyLimit = 1024 * 1024;
const maskPath = /^\/operator\/masks\/([0-9a-z-]{1,80})$/;

/**
 * Gives operators access to Step Functions from the web page: `POST /operator/step-functions` in AWS's protocol with
 * an ID token instead of a signature, and `PUT /operator/masks/{execution name}` with a mask. Browsers do not send the
 * Authorization header for other sites' pages, so those cannot act for an operator.
 */
export function operatorApi(options: OperatorApiOptions): OperatorApi {
  return async (request, pathname) => {
    if (!pathname.startsWith('/operator/')) return undefined;
    try {
      await authorizeOperator(options, request.headers.authorization);
      return answered(noStore(json(200, await route(options, request, pathname))));
    } catch (error) {
      logUnexpected('operator-api', error);
      return answered(noStore(jsonError(asAwsError(error))));
    }
  };
}

/** @throws AwsError unless the caller is an operator */
async function authorizeOperator(
  { authorize, group }: OperatorApiOptions,
  authorization: string | undefined,
) {
  const claims = await authorize(authorization);
  if (claims === undefined)
    throw new AwsError(401, 'Unauthorized', 'Sign in. This request needs an ID token.');
  const groups = claims['cognito:groups']?.split(',') ?? [];
  if (groups.includes(group)) return;
  throw new AwsError(
    403,
    'NotAnOperator',
    'Only operators can see executions. To become one, run: npm start -- --operator YOUR_EMAIL, then sign in again.',
  );
}

async function route(
  options: OperatorApiOptions,
  request: IncomingMessage,
  pathname: string,
): Promise<object> {
  const name = maskPath.exec(pathname)?.[1];
  if (name !== undefined && request.method === 'PUT') return putMask(options, request, name);
  if (pathname === '/operator/step-functions' && request.method === 'POST')
    return callStepFunctions(options, request);
  throw denied(`${request.method} ${pathname}`);
}

async function callStepFunctions({ perform }: OperatorApiOptions, request: IncomingMessage): Promise<object> {
  const operation = operationOf(request.headers);
  if (!operatorActions.includes(operation)) throw denied(operation);
  return perform(operation, parseJson(await readBody(request, bodyLimit)));
}

async function putMask(
  { submitMask, maxMaskBytes }: OperatorApiOptions,
  request: IncomingMessage,
  execution: string,
): Promise<object> {
  const bytes = await readBody(request, maxMaskBytes);
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const contentType = request.headers['content-type'];
  return submitMask({ execution, bytes, contentType, quality: searchParams.get('quality') ?? undefined });
}

function denied(what: string): AwsError {
  return new AwsError(403, 'AccessDenied', `${what} is not available to operators.`);
}

function noStore(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } };
}
