import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  IntegrationPattern,
  JitterType,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { inferenceAttempts } from './session-times.ts';

/** What every task is told; the execution's input never changes, so it is read where it is needed. */
export const sessionFacts = {
  job_id: '{% $states.context.Execution.Input.job_id %}',
  user_id: '{% $states.context.Execution.Input.user_id %}',
  session_id: '{% $states.context.Execution.Input.session_id %}',
  redrive: '{% $states.context.Execution.RedriveCount %}',
};

/** Failures of the Lambda service, never of our code. */
const lambdaTransient = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Failures of one of our dependencies that a handler reports by name, see `DependencyError`. */
const dependencyTransient = ['DependencyUnavailable'];

/** Failures of the model that another try may mend; wrong input is not among them. */
const inferenceTransient = ['OutOfMemory', 'ModelFailed', 'WorkerDied', 'StorageFull'];

const dynamoTransient = [
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.RequestLimitExceededException',
  'DynamoDb.ThrottlingException',
  'DynamoDb.InternalServerErrorException',
  'DynamoDb.SdkClientException',
];

export interface LambdaTaskProps {
  readonly comment: string;
  readonly function: IFunction;
  readonly payload: Record<string, unknown>;
  readonly timeout: number;
  readonly waitForTaskToken?: boolean;
  readonly outputs: string;
  readonly assign?: Record<string, unknown>;
}

/** A Task that calls one of our functions; transient failures of Lambda are retried, all else is not. */
export function lambdaTask(scope: Construct, id: string, props: LambdaTaskProps): LambdaInvoke {
  const task = LambdaInvoke.jsonata(scope, id, {
    comment: props.comment,
    lambdaFunction: props.function,
    payload: TaskInput.fromObject(props.payload),
    taskTimeout: Timeout.duration(Duration.seconds(props.timeout)),
    integrationPattern: props.waitForTaskToken
      ? IntegrationPattern.WAIT_FOR_TASK_TOKEN
      : IntegrationPattern.REQUEST_RESPONSE,
    retryOnServiceExceptions: false,
    outputs: props.outputs,
    ...(props.assign ? { assign: props.assign } : {}),
  });
  task.addRetry(shortRetry([...lambdaTransient, ...dependencyTransient]));
  return task;
}

/** Retries for a task that writes to the table by itself. */
export function retryDynamo(task: TaskStateBase): void {
  task.addRetry(shortRetry(dynamoTransient));
}

/** Retries for a task that asks the model: each is a new InferenceId. */
export function retryInference(task: TaskStateBase, interval: number): void {
  task.addRetry({
    errors: inferenceTransient,
    interval: Duration.seconds(interval),
    backoffRate: 2,
    maxAttempts: inferenceAttempts - 1,
    maxDelay: Duration.seconds(Math.max(120, interval)),
    jitterStrategy: JitterType.FULL,
  });
}

function shortRetry(errors: string[]) {
  return {
    errors,
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxAttempts: 4,
    maxDelay: Duration.seconds(20),
    jitterStrategy: JitterType.FULL,
  };
}
