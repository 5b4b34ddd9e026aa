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
import type { FunctionName } from '#tasks/manifest.ts';
import { type DeployedMetrics, filteredMetrics } from './metrics.ts';

export interface AlarmsProps {
  readonly metrics: DeployedMetrics;
  readonly settings: OperationsSettings;
  readonly topic: ITopic;
  /** Handler name and deployed name of every function. */
  readonly functions: readonly (readonly [FunctionName, string])[];
  /** Dead letter queue names. */
  readonly queues: readonly string[];
}

interface AlarmOf {
  readonly metric: IMetric;
  /** What happened, and the page in docs/how-to/operate with the steps to take. */
  readonly description: string;
  /** The alarm goes off at this value. Default: 1. */
  readonly threshold?: number;
}

/** These tasks end sessions by throwing; the state machine's alarms cover them. */
const failByDesign: readonly FunctionName[] = ['validate-input', 'check-output', 'handle-error'];

/** Alerts the admin about problems that do not resolve themselves. Missing data is not a problem. */
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
    this.emails(props);
    for (const [index, queue] of props.queues.entries()) {
      this.add(`DeadLetters${index + 1}`, {
        metric: props.metrics.queue(queue),
        description:
          'A message could not be delivered after all retries: docs/how-to/operate/dead-letters.md.',
      });
    }
  }

  private sessions({ metrics, settings }: AlarmsProps): void {
    const quarter = { period: Duration.minutes(15) };
    this.add('FailedSessions', {
      metric: metrics.states('ExecutionsFailed').with(quarter),
      threshold: settings.failedSessions,
      description: 'Many sessions failed in a quarter of an hour: docs/how-to/operate/redrive.md.',
    });
    this.add('TimedOutSessions', {
      metric: metrics.states('ExecutionsTimedOut').with(quarter),
      description: 'A session exceeded the timeout of the state machine: docs/how-to/operate/redrive.md.',
    });
    this.add('ThrottledSessions', {
      metric: metrics.states('ExecutionThrottled'),
      description: 'Step Functions throttles transitions or starts: docs/how-to/operate/quotas.md.',
    });
    this.add('ResultDropped', {
      metric: metrics.ours('ResultDropped'),
      description: 'The endpoint reported a result without a session: docs/how-to/operate/dead-letters.md.',
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
        description: `Function ${name} ${ends ? 'was throttled' : 'failed or was throttled'}: docs/how-to/operate/functions.md.`,
      });
    }
    this.add('ErrorsLogged', {
      metric: metrics.filtered(filteredMetrics.errorsLogged),
      description:
        'A function logged an internal error: query "gen3d errors", docs/how-to/operate/functions.md.',
    });
  }

  private api({ metrics }: AlarmsProps): void {
    this.add('ApiErrors', {
      metric: metrics.api('5XXError'),
      description: 'The API answered 5xx: docs/how-to/operate/functions.md.',
    });
    this.add('ApiThrottled', {
      metric: metrics.filtered(filteredMetrics.requestsThrottled),
      threshold: 20,
      description: 'The API rejected many requests (429): docs/how-to/operate/quotas.md.',
    });
  }

  private endpoint({ metrics, settings }: AlarmsProps): void {
    this.add('EndpointErrors', {
      metric: metrics.endpoint('Invocation5XXErrors'),
      description: 'The container answered 5xx: docs/how-to/operate/endpoint.md.',
    });
    this.add('EndpointBacklog', {
      metric: metrics.backlog('ApproximateAgeOfOldestRequest'),
      threshold: settings.backlogAge,
      description: 'A request has waited too long for the endpoint: docs/how-to/operate/endpoint.md.',
    });
    this.add('EndpointExpired', {
      metric: metrics.endpoint('ExpiredRequests'),
      description: 'A request expired before an instance took it: docs/how-to/operate/endpoint.md.',
    });
    this.add('EndpointUntold', {
      metric: metrics.endpoint('NotificationFailures'),
      description: 'The endpoint could not publish a result: docs/how-to/operate/endpoint.md.',
    });
  }

  private emails({ metrics }: AlarmsProps): void {
    this.add('MailFailed', {
      metric: metrics.ours('MailFailed'),
      description: 'An email could not be sent: docs/how-to/operate/email.md.',
    });
    // SES reviews an account at 5% bounces and 0.1% complaints, and pauses it at 10% and 0.5%.
    this.add('BounceRate', {
      metric: metrics.reputation('Reputation.BounceRate'),
      threshold: 0.04,
      description: 'Emails bounce so often that SES may pause the account: docs/how-to/operate/email.md.',
    });
    this.add('ComplaintRate', {
      metric: metrics.reputation('Reputation.ComplaintRate'),
      threshold: 0.0008,
      description:
        'Recipients complain so often that SES may pause the account: docs/how-to/operate/email.md.',
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
