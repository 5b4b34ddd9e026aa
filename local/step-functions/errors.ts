import { AwsError } from '../emulators/http/aws-error.ts';

/** Errors of the Step Functions API, named and worded as on AWS; all are HTTP 400. */
export const stepFunctionsErrors = {
  executionAlreadyExists: (arn: string) => refuse('ExecutionAlreadyExists', 'Execution Already Exists', arn),
  executionDoesNotExist: (arn: string) => refuse('ExecutionDoesNotExist', 'Execution Does Not Exist', arn),
  executionNotRedrivable: (reason: string) =>
    refuse('ExecutionNotRedrivable', 'Execution Not Redrivable', reason),
  invalidArn: (arn: string) => refuse('InvalidArn', 'Invalid Arn', `Invalid ARN prefix: ${arn}`),
  invalidDefinition: (message: string) => new AwsError(400, 'InvalidDefinition', message),
  invalidExecutionInput: (problem: string) =>
    refuse('InvalidExecutionInput', 'Invalid State Machine Execution Input', problem),
  invalidName: (name: string) => refuse('InvalidName', 'Invalid Name', name),
  invalidOutput: () => refuse('InvalidOutput', 'Invalid Output', 'The output is not JSON'),
  invalidPage: () => refuse('InvalidToken', 'Invalid Token', 'Invalid token'),
  invalidToken: () => refuse('InvalidToken', 'Invalid Token', 'Invalid token'),
  missingRequiredParameter: (names: string) =>
    new AwsError(400, 'MissingRequiredParameter', `At least one of ${names} is required.`),
  stateMachineAlreadyExists: (arn: string) =>
    refuse('StateMachineAlreadyExists', 'State Machine Already Exists', arn),
  stateMachineDeleting: (arn: string) => refuse('StateMachineDeleting', 'State Machine Deleting', arn),
  stateMachineDoesNotExist: (arn: string) =>
    refuse('StateMachineDoesNotExist', 'State Machine Does Not Exist', arn),
  stateMachineTypeNotSupported: (type: string) =>
    new AwsError(
      400,
      'StateMachineTypeNotSupported',
      `State machines of type ${type} are not supported locally. Use STANDARD.`,
    ),
  taskDoesNotExist: () => refuse('TaskDoesNotExist', 'Task Does Not Exist', 'Provided task does not exist'),
  taskTimedOut: () => refuse('TaskTimedOut', 'Task Timed Out', 'Provided task does not exist anymore'),
  validation: (message: string) => new AwsError(400, 'ValidationException', message),
  unknownOperation: (name: string) =>
    new AwsError(400, 'UnknownOperationException', `The local Step Functions does not support ${name}.`),
};

function refuse(code: string, what: string, which: string): AwsError {
  return new AwsError(400, code, `${what}: '${which}'`);
}
