import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { type DeployedNames, deployedNames } from '#infra/names.ts';
import type { EnvironmentOf, FunctionName } from '#tasks/core/environment.ts';
import { handlerBundle } from './handler-bundles.ts';

export interface TaskFunctionProps<F extends FunctionName> {
  readonly name: F;
  readonly settings: Settings;
  /** Exactly the variables that the handler's schema reads: a missing or misspelt one does not compile. */
  readonly environment: { [K in keyof EnvironmentOf<F>]: string };
  readonly description: string;
  /** MiB. */
  readonly memory?: number;
  readonly timeout?: Duration;
}

/** One of our handlers: bundled with its SDK clients, on Arm, traced, with a log group and a role of its own. */
export class TaskFunction<F extends FunctionName> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: TaskFunctionProps<F>) {
    const { name, settings } = props;
    const deployed = deployedNames(settings);
    const functionName = deployed.function(name);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reserved = settings.reservedConcurrency[name];
    super(scope, id, {
      functionName,
      description: props.description,
      code: Code.fromAsset(handlerBundle(name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory ?? 512,
      timeout: props.timeout ?? Duration.seconds(15),
      tracing: Tracing.ACTIVE,
      logGroup,
      role: functionRole(scope, id, logGroup),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      environment: { ...props.environment, ...powertools(name, deployed) },
    });
  }
}

/** May write the function's own log, and nothing yet; what its SDK calls need comes from `permitSession`. */
function functionRole(scope: Construct, id: string, logGroup: LogGroup): Role {
  const role = new Role(scope, `${id}Role`, {
    description: `Gen3D function ${id}`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return role;
}

function powertools(name: FunctionName, deployed: DeployedNames): Record<string, string> {
  return {
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_METRICS_NAMESPACE: deployed.metricsNamespace,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
}
