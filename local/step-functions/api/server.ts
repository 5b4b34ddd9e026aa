import { randomUUID } from 'node:crypto';
import { AwsError } from '../../services/aws-error.ts';
import { type Answer, json, jsonError } from '../../services/http.ts';
import type { Service, ServiceOptions } from '../../services/service.ts';
import { parseJson, type SignedCall, startSignedServer } from '../../services/signed-server.ts';
import { stepFunctionsErrors } from '../errors.ts';
import { executionOperations } from './executions.ts';
import { historyOperations } from './history.ts';
import type { Home, Operations } from './operation.ts';
import { stateMachineOperations } from './state-machines.ts';
import { tokenOperations } from './tokens.ts';
import { validationOperations } from './validation.ts';

const prefix = 'AWSStepFunctions.';
const bodyLimit = 4 * 1024 * 1024;

const operations: Operations = {
  ...stateMachineOperations,
  ...executionOperations,
  ...historyOperations,
  ...tokenOperations,
  ...validationOperations,
};

/** The Step Functions API, AWS JSON 1.0, on loopback, for requests signed with the home's key. */
export function startServer(options: ServiceOptions, home: Home): Promise<Service> {
  return startSignedServer(options, {
    service: 'states',
    bodyLimit,
    handle: async (call) => answered(json(200, await perform(home, call))),
    onError: (error) => answered(jsonError(error)),
  });
}

function answered(answer: Answer): Answer {
  const protocol = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
  return { ...answer, headers: { ...answer.headers, ...protocol } };
}

async function perform(home: Home, { headers, body }: SignedCall): Promise<object> {
  const target = String(headers['x-amz-target'] ?? '');
  const name = target.startsWith(prefix) ? target.slice(prefix.length) : '';
  const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (run === undefined) throw stepFunctionsErrors.unknownOperation(target);
  try {
    return await run(home, parseJson(body));
  } catch (error) {
    throw asApiError(error);
  }
}

/** A definition that cannot run is the caller's error; its message quotes nothing but the definition. */
function asApiError(error: unknown): unknown {
  const isDefinition = error instanceof Error && 'code' in error && error.code === 'InvalidDefinition';
  return isDefinition ? new AwsError(400, 'InvalidDefinition', error.message) : error;
}
