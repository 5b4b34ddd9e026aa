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
import { inferenceAttempts } from './times.ts';

/** Payload fields of every task. They come from the execution's input, which never changes. */
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

/** Failures of an AWS service that a handler reports by this name, see `DependencyError`. */
const dependencyTransient = ['DependencyUnavailable'];

/** Failures of the model that a retry may fix. Invalid input is not one of them. */
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

/** A Task that calls one of our functions. Only transient failures are retried. */
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

/** Retries for a task that writes to the table without a function. */
export function retryDynamo(task: TaskStateBase): void {
  task.addRetry(shortRetry(dynamoTransient));
}

/** Retries for a task that calls the model. Each attempt has its own InferenceId. */
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
