import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { OperationsSettings } from '#infra/settings/operations.ts';
import type { FunctionName } from '#tasks/core/environment.ts';
import { type DeployedMetrics, filteredMetrics } from './metrics.ts';

export interface AlarmsProps {
  readonly metrics: DeployedMetrics;
  readonly settings: OperationsSettings;
  readonly topic: ITopic;
  /** Handler and deployed name of every function. */
  readonly functions: readonly (readonly [FunctionName, string])[];
  /** Names of the dead letter queues. */
  readonly queues: readonly string[];
}

interface AlarmOf {
  readonly metric: IMetric;
  /** What has happened, and which page of docs/operate says what to do. */
  readonly description: string;
  /** Alarmed from here on; 1 when left out. */
  readonly threshold?: number;
}

/** Tasks that end a session do so by an error of their own: the state machine's alarms tell of those. */
const failByDesign: readonly FunctionName[] = ['validate-input', 'check-output', 'handle-error'];

/** Tells the admin of what does not pass by itself. Without data there is no trouble. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  private readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = props.topic;
    this.sessions(props);
    this.functions(props);
    this.api(props);
    this.endpoint(props);
    this.mails(props);
    for (const [index, queue] of props.queues.entries()) {
      this.add(`DeadLetters${index + 1}`, {
        metric: props.metrics.queue(queue),
        description: 'A message could not be delivered after all tries: docs/operate/dead-letters.md.',
      });
    }
  }

  private sessions({ metrics, settings }: AlarmsProps): void {
    const quarter = { period: Duration.minutes(15) };
    this.add('FailedSessions', {
      metric: metrics.states('ExecutionsFailed').with(quarter),
      threshold: settings.failedSessions,
      description: 'Many sessions failed in a quarter of an hour: docs/operate/redrive.md.',
    });
    this.add('TimedOutSessions', {
      metric: metrics.states('ExecutionsTimedOut').with(quarter),
      description: 'A session outlasted the machine: docs/operate/redrive.md.',
    });
    this.add('ThrottledSessions', {
      metric: metrics.states('ExecutionThrottled'),
      description: 'Step Functions holds back transitions or starts: docs/operate/quotas.md.',
    });
    this.add('ResultDropped', {
      metric: metrics.ours('ResultDropped'),
      description: 'The endpoint told of a result that belongs to no session: docs/operate/dead-letters.md.',
    });
  }

  private functions({ metrics, functions }: AlarmsProps): void {
    for (const [handler, name] of functions) {
      const throttles = metrics.lambda('Throttles', name);
      const ends = failByDesign.includes(handler);
      this.add(`Function-${handler}`, {
        metric: ends
          ? throttles
          : new MathExpression({
              label: `${name}: errors and throttles`,
              expression: 'FILL(errors, 0) + FILL(throttles, 0)',
              usingMetrics: { errors: metrics.lambda('Errors', name), throttles },
            }),
        description: `Function ${name} ${ends ? 'was throttled' : 'failed or was throttled'}: docs/operate/functions.md.`,
      });
    }
    this.add('ErrorsLogged', {
      metric: metrics.filtered(filteredMetrics.errorsLogged),
      description:
        'A function logged an error that is ours: query "gen3d errors", docs/operate/functions.md.',
    });
  }

  private api({ metrics }: AlarmsProps): void {
    this.add('ApiErrors', {
      metric: metrics.api('5XXError'),
      description: 'The API answered 5xx: docs/operate/functions.md.',
    });
    this.add('ApiThrottled', {
      metric: metrics.filtered(filteredMetrics.requestsThrottled),
      threshold: 20,
      description: 'The API sent many requests away (429): docs/operate/quotas.md.',
    });
  }

  private endpoint({ metrics, settings }: AlarmsProps): void {
    this.add('EndpointErrors', {
      metric: metrics.endpoint('Invocation5XXErrors'),
      description: 'The container answered 5xx: docs/operate/endpoint.md.',
    });
    this.add('EndpointBacklog', {
      metric: metrics.backlog('ApproximateAgeOfOldestRequest'),
      threshold: settings.backlogAge,
      description: 'A request has waited long for the endpoint: docs/operate/endpoint.md.',
    });
    this.add('EndpointExpired', {
      metric: metrics.endpoint('ExpiredRequests'),
      description: 'A request expired before an instance took it: docs/operate/endpoint.md.',
    });
    this.add('EndpointUntold', {
      metric: metrics.endpoint('NotificationFailures'),
      description: 'The endpoint could not tell of a result: docs/operate/endpoint.md.',
    });
  }

  private mails({ metrics }: AlarmsProps): void {
    this.add('MailFailed', {
      metric: metrics.ours('MailFailed'),
      description: 'A mail could not be sent: docs/operate/mail.md.',
    });
    // SES reviews an account at 5 % and 0.1 %, and stops it at 10 % and 0.5 %.
    this.add('BounceRate', {
      metric: metrics.reputation('Reputation.BounceRate'),
      threshold: 0.04,
      description: 'Mails bounce so often that SES may stop the account: docs/operate/mail.md.',
    });
    this.add('ComplaintRate', {
      metric: metrics.reputation('Reputation.ComplaintRate'),
      threshold: 0.0008,
      description: 'Readers complain so often that SES may stop the account: docs/operate/mail.md.',
    });
  }

  private add(id: string, { metric, description, threshold = 1 }: AlarmOf): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription: description,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.all.push(alarm);
  }
}
