import { randomUUID } from 'node:crypto';
import { type Answer, json, jsonError } from '../../emulators/http/server.ts';
import { parseJson, type SignedCall, startSignedServer } from '../../emulators/http/signed-server.ts';
import type { Service, ServiceOptions } from '../../emulators/service.ts';
import { stepFunctionsErrors } from '../errors.ts';
import type { ApiContext } from './operation.ts';
import { perform } from './perform.ts';

const prefix = 'AWSStepFunctions.';
const bodyLimit = 4 * 1024 * 1024;

/** The Step Functions API, AWS JSON 1.0, on loopback, for signed requests. */
export function startServer(options: ServiceOptions, context: ApiContext): Promise<Service> {
  return startSignedServer(options, {
    service: 'states',
    bodyLimit,
    handle: async ({ headers, body }) =>
      answered(json(200, await perform(context, operationOf(headers), parseJson(body)))),
    onError: (error) => answered(jsonError(error)),
  });
}

/** Adds the headers of the AWS JSON 1.0 protocol. */
export function answered(answer: Answer): Answer {
  const protocol = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
  return { ...answer, headers: { ...answer.headers, ...protocol } };
}

/** The operation that a request names. @throws AwsError UnknownOperationException */
export function operationOf(headers: SignedCall['headers']): string {
  const target = String(headers['x-amz-target'] ?? '');
  if (!target.startsWith(prefix)) throw stepFunctionsErrors.unknownOperation(target);
  return target.slice(prefix.length);
}
