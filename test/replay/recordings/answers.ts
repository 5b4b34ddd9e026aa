/** Error responses of AWS and of the model, in their own formats. */
import type { Fault } from './faults.ts';

export const pass: Fault = { kind: 'pass' };
export const lost: Fault = { kind: 'lost' };
export const twice: Fault = { kind: 'twice' };
/** A response that arrives late, when the function's work may already be over. */
export const late: Fault = { kind: 'slow', ms: 8_000 };
/** Later than the end of the execution, which comes within the time that a busy computer needs to wake up. */
export const laterStill: Fault = { kind: 'slow', ms: 22_000 };
const broken: Fault = { kind: 'broken' };

/** An error of a service. The JSON protocols name it in a header or in the body. */
function refusal(status: number, type: string, message: string): Fault {
  return {
    kind: 'answer',
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-errortype': type,
      'x-amzn-requestid': crypto.randomUUID(),
    },
    body: JSON.stringify({ __type: type, message, Message: message }),
  };
}

/** An error without a class in the SDK. */
export const unmodelled = refusal(502, 'BadGatewayException', 'Bad gateway.');
export const throttled = refusal(429, 'TooManyRequestsException', 'Rate Exceeded.');
const serviceFailed = refusal(
  500,
  'ServiceException',
  'An error occurred and the request cannot be processed.',
);
export const tableThrottled = refusal(
  400,
  'ProvisionedThroughputExceededException',
  'The level of configured provisioned throughput for the table was exceeded.',
);
/** Transient errors of DynamoDB, except the one of the path with one retry. */
export const tableTroubles = [
  refusal(400, 'RequestLimitExceeded', 'Throughput exceeds the current quota for your account.'),
  refusal(400, 'ThrottlingException', 'Rate exceeded.'),
  refusal(500, 'InternalServerError', 'The request could not be processed.'),
  broken,
];

/** An error of the function itself. */
function functionFailed(errorType: string, errorMessage: string): Fault {
  return {
    kind: 'answer',
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-function-error': 'Unhandled',
      'x-amz-executed-version': '$LATEST',
      'x-amzn-requestid': crypto.randomUUID(),
    },
    body: JSON.stringify({ errorType, errorMessage }),
  };
}

export const functionTimedOut = functionFailed('Sandbox.Timedout', 'Task timed out after 30.00 seconds');
const dependencyDown = functionFailed(
  'DependencyUnavailable',
  'DynamoDB did not answer: ThrottlingException',
);

/** Transient errors of Lambda and functions, except the one of the path with one retry. */
export const lambdaTroubles = [throttled, serviceFailed, broken, dependencyDown];

/** The model's handled error: HTTP 200, so that its code reaches the output object. */
export function modelFailed(code: string): Fault {
  const body = JSON.stringify({ status: 'error', error: { code, message: `The model says ${code}.` } });
  return { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** The container does not answer, so SageMaker fails the invocation. */
export const modelBroken: Fault = { kind: 'answer', status: 500, body: 'Internal Server Error' };

/** The endpoint accepts a request and never runs it. */
export const taken: Fault = {
  kind: 'answer',
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ InferenceId: 'taken' }),
};
