import { AwsError } from '../../emulators/http/aws-error.ts';
import { stepFunctionsErrors } from '../errors.ts';
import { executionOperations } from './executions.ts';
import { historyOperations } from './history.ts';
import type { ApiContext, Operations } from './operation.ts';
import { stateMachineOperations } from './state-machines.ts';
import { tokenOperations } from './tokens.ts';
import { validationOperations } from './validation.ts';

const operations: Operations = {
  ...stateMachineOperations,
  ...executionOperations,
  ...historyOperations,
  ...tokenOperations,
  ...validationOperations,
};

/**
 * Performs one operation of the Step Functions API, for HTTP requests and in-process callers alike.
 * @param name as in `X-Amz-Target: AWSStepFunctions.<name>`
 * @throws AwsError
 * @example
 * await perform(context, 'DescribeExecution', { executionArn });
 */
export async function perform(context: ApiContext, name: string, input: unknown): Promise<object> {
  const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (run === undefined) throw stepFunctionsErrors.unknownOperation(name);
  try {
    return await run(context, input);
  } catch (error) {
    throw asApiError(error);
  }
}

/** A definition that cannot run is the caller's error; its message quotes only the definition. */
function asApiError(error: unknown): unknown {
  const isDefinition = error instanceof Error && 'code' in error && error.code === 'InvalidDefinition';
  return isDefinition ? new AwsError(400, 'InvalidDefinition', error.message) : error;
}
