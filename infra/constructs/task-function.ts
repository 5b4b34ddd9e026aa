import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentOf, FunctionName } from '#tasks/core/environment.ts';
import { names } from '#tasks/core/names.ts';
import { handlerBundle } from './handler-bundles.ts';

export interface TaskFunctionProps<F extends FunctionName> {
  readonly name: F;
  /** Exactly the variables that the handler's schema reads: a missing or misspelt one does not compile. */
  readonly environment: { [K in keyof EnvironmentOf<F>]: string };
  readonly description: string;
  /** MiB. */
  readonly memory?: number;
  readonly timeout?: Duration;
}

/** One of our handlers: bundled with its SDK clients, on Arm, traced, with a log group of its own. */
export class TaskFunction<F extends FunctionName> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: TaskFunctionProps<F>) {
    super(scope, id, {
      functionName: functionName(props.name),
      description: props.description,
      code: Code.fromAsset(handlerBundle(props.name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory ?? 512,
      timeout: props.timeout ?? Duration.seconds(15),
      tracing: Tracing.ACTIVE,
      logGroup: new LogGroup(scope, `${id}Logs`, {
        logGroupName: `/aws/lambda/${functionName(props.name)}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      environment: { ...props.environment, ...powertools(props.name) },
    });
  }
}

/** Name of a deployed function. */
export function functionName(name: FunctionName): string {
  return `${names.service}-${name}`;
}

function powertools(name: FunctionName): Record<string, string> {
  return {
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_METRICS_NAMESPACE: names.metricsNamespace,
    POWERTOOLS_LOG_LEVEL: 'INFO',
    NODE_OPTIONS: '--enable-source-maps',
  };
}
