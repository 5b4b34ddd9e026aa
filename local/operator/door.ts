import type { IncomingMessage } from 'node:http';
import type { Authorize } from '../services/api-gateway/authorizer.ts';
import { AwsError, asAwsError, logUnexpected } from '../services/aws-error.ts';
import { type Answer, json, jsonError, readBody } from '../services/http.ts';
import { parseJson } from '../services/signed-server.ts';
import { answered, operationOf } from '../step-functions/api/server.ts';
import type { GiveMask } from './give-mask.ts';

export interface OperatorDoorOptions {
  readonly authorize: Authorize;
  /** Group of the user pool whose members may pass. */
  readonly group: string;
  /** Performs an operation of the Step Functions API. */
  readonly perform: (operation: string, input: unknown) => Promise<object>;
  readonly giveMask: GiveMask;
  /** Bytes. */
  readonly maxMaskBytes: number;
}

/** Answers a request below `/operator/`; undefined for all others. */
export type OperatorDoor = (request: IncomingMessage, pathname: string) => Promise<Answer | undefined>;

/** What an operator may ask of Step Functions through the web port. */
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
 * The operators' way to Step Functions from the web page: `POST /operator/step-functions` in the protocol of
 * AWS, with an ID token in the place of a signature, and `PUT /operator/masks/{execution name}` with a PNG. A
 * browser sends that header for nobody else's page, so that no foreign page can make it act.
 */
export function operatorDoor(options: OperatorDoorOptions): OperatorDoor {
  return async (request, pathname) => {
    if (!pathname.startsWith('/operator/')) return undefined;
    try {
      await admit(options, request.headers.authorization);
      return answered(noStore(json(200, await pass(options, request, pathname))));
    } catch (error) {
      logUnexpected('operator-door', error);
      return answered(noStore(jsonError(asAwsError(error))));
    }
  };
}

/** @throws AwsError for everybody who is no operator */
async function admit({ authorize, group }: OperatorDoorOptions, authorization: string | undefined) {
  const claims = await authorize(authorization);
  if (claims === undefined) throw new AwsError(401, 'Unauthorized', 'Sign in: this needs your ID token.');
  const groups = claims['cognito:groups']?.split(',') ?? [];
  if (groups.includes(group)) return;
  throw new AwsError(
    403,
    'NotAnOperator',
    'The runs of all users are for operators. Whoever started this home can make you one: npm start -- --operator and your mail address. Then sign in again.',
  );
}

async function pass(
  options: OperatorDoorOptions,
  request: IncomingMessage,
  pathname: string,
): Promise<object> {
  const name = maskPath.exec(pathname)?.[1];
  if (name !== undefined && request.method === 'PUT') return pushMask(options, request, name);
  if (pathname === '/operator/step-functions' && request.method === 'POST') return act(options, request);
  throw closed(`${request.method} ${pathname}`);
}

async function act({ perform }: OperatorDoorOptions, request: IncomingMessage): Promise<object> {
  const operation = operationOf(request.headers);
  if (!operatorActions.includes(operation)) throw closed(operation);
  return perform(operation, parseJson(await readBody(request, bodyLimit)));
}

async function pushMask(
  { giveMask, maxMaskBytes }: OperatorDoorOptions,
  request: IncomingMessage,
  execution: string,
): Promise<object> {
  const png = await readBody(request, maxMaskBytes);
  const { searchParams } = new URL(request.url ?? '/', 'http://home');
  return giveMask({ execution, png, quality: searchParams.get('quality') ?? undefined });
}

function closed(what: string): AwsError {
  return new AwsError(403, 'AccessDenied', `${what} is not open to operators here.`);
}

function noStore(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } };
}
