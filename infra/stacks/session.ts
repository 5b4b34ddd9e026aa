import { ArnFormat, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { names } from '#contracts/names.ts';
import type { Settings } from '#infra/config.ts';
import { DownloadTokenKeys } from '#infra/constructs/download-token-keys.ts';
import { SessionApi } from '#infra/constructs/session-api.ts';
import {
  type SessionFunctions,
  sessionFunctions,
  workflowFunctions,
} from '#infra/constructs/session-functions.ts';
import { permitSession } from '#infra/constructs/session-permissions.ts';
import { deployedNames } from '#infra/names.ts';
import { sessionMachine } from '#state-machines/session/state-machine.ts';

export interface SessionStackProps extends StackProps {
  readonly settings: Settings;
  readonly bucket: IBucket;
  readonly table: ITable;
  readonly userPool: IUserPool;
  readonly successTopic: ITopic;
  readonly errorTopic: ITopic;
}

/** API, state machine, functions, and the notifications that call them back. */
export class SessionStack extends Stack {
  /** Base URL of the API with its stage, without a trailing slash. */
  readonly apiUrl: string;

  constructor(scope: Construct, id: string, props: SessionStackProps) {
    super(scope, id, props);
    const { settings, bucket, table } = props;
    const deployed = deployedNames(settings);
    // By name, since a reference would be circular: the API starts the state machine, whose emails link to the API.
    const stateMachineArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: deployed.stateMachine,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const { secret: downloadTokenSecret } = new DownloadTokenKeys(this, 'TicketKeys', { settings });
    const api = new SessionApi(this, 'Api', { settings, userPool: props.userPool });
    this.apiUrl = `https://${api.rest.restApiId}.execute-api.${this.region}.${this.urlSuffix}/${names.stage}`;
    const functionOf = sessionFunctions(this, {
      settings,
      bucketName: bucket.bucketName,
      tableName: table.tableName,
      endpointName: deployed.endpoint,
      stateMachineArn,
      downloadTokenSecretId: downloadTokenSecret.secretArn,
      apiUrl: this.apiUrl,
    });
    api.addRoutes(functionOf);
    permitSession(functionOf, { bucket, table, downloadTokenSecret, stateMachineArn, deployed });
    this.stateMachine(functionOf, props);
    this.callbacks(functionOf, props, stateMachineArn);
  }

  private stateMachine(functionOf: SessionFunctions, { settings, table }: SessionStackProps): void {
    const deployed = deployedNames(settings);
    new StateMachine(this, 'Machine', {
      stateMachineName: deployed.stateMachine,
      ...sessionMachine(this, { functions: workflowFunctions(functionOf), table, times: settings.times }),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'MachineLogs', {
          logGroupName: `/aws/vendedlogs/states/${deployed.stateMachine}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Execution data has task tokens and object keys.
        includeExecutionData: false,
      },
    });
  }

  private callbacks(functionOf: SessionFunctions, props: SessionStackProps, machineArn: string): void {
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const answer = functionOf('inference-result');
    answer.configureAsyncInvoke({ onFailure: new SqsDestination(deadLetters), retryAttempts: 2 });
    for (const topic of [props.successTopic, props.errorTopic]) {
      topic.addSubscription(new LambdaSubscription(answer, { deadLetterQueue: deadLetters }));
    }
    this.endedOutside(functionOf('execution-status'), deadLetters, machineArn);
  }

  /** Stopped and timed out executions never reach HandleError. */
  private endedOutside(handler: IFunction, deadLetters: Queue, machineArn: string): void {
    handler.configureAsyncInvoke({ onFailure: new SqsDestination(deadLetters), retryAttempts: 2 });
    new Rule(this, 'EndedOutside', {
      description: 'Sessions that failed, timed out or were stopped',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [new LambdaFunction(handler, { deadLetterQueue: deadLetters, retryAttempts: 5 })],
    });
  }
}
