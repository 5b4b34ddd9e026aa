import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { type DeployedNames, deployedNames } from '#infra/names.ts';
import type { FunctionName, Handler, handlers } from '#tasks/manifest.ts';
import { handlerBundle } from './handler-bundles.ts';
import { stateMargin } from './prepare-times.ts';

type Entry = (typeof handlers)[number];

/** The variables that a function reads. For a union of functions, the variables of all of them. */
type VariableOf<H extends Entry> = H extends Entry
  ? keyof ReturnType<H['environment']>['shape'] & string
  : never;

export interface TaskFunctionProps<H extends Entry> {
  readonly handler: H;
  readonly settings: Settings;
  /** Must contain each of the handler's variables, or it does not compile. */
  readonly variables: { readonly [V in VariableOf<H>]: string };
}

/** A function of the manifest on Arm, bundled with its SDK clients and traced, with its own log group and role. */
export class TaskFunction<H extends Entry = Entry> extends LambdaFunction {
  constructor(scope: Construct, id: string, { handler, settings, variables }: TaskFunctionProps<H>) {
    const { name } = handler;
    const entry: Handler = handler;
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
      description: entry.description,
      code: Code.fromAsset(handlerBundle(name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: entry.memory ?? 512,
      timeout: timeoutOf(entry, settings),
      tracing: Tracing.ACTIVE,
      logGroup,
      role: functionRole(scope, id, logGroup),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      environment: { ...environmentOf(entry, variables), ...powertools(name, deployed) },
    });
  }
}

/** A workflow function ends before its state times out, so that the state receives the function's error. */
function timeoutOf({ folder, timeout = 15, time }: Handler, { times }: Settings): Duration {
  const ofState = time === undefined ? times.task : times[time];
  return Duration.seconds(folder === 'workflow' ? Math.max(1, ofState - stateMargin) : timeout);
}

function environmentOf(
  handler: Handler,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = Object.keys(handler.environment().shape);
  return Object.fromEntries(
    names.flatMap((name) => (name in variables ? [[name, variables[name] ?? '']] : [])),
  );
}

/** Grants writes to the function's own log. `permitSession` grants what its SDK calls need. */
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
