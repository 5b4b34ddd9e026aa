import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Stage } from '#contracts/common.ts';
import { metricDimensions, metricNames } from '#contracts/names.ts';
import type { DeployedNames } from '#infra/names.ts';
import type { DeployedMetrics } from './metrics.ts';

export interface SessionDashboardProps {
  readonly deployed: DeployedNames;
  readonly metrics: DeployedMetrics;
  readonly queues: readonly string[];
  readonly alarms: readonly Alarm[];
  /** US dollars per instance hour; undefined when the price is unknown. */
  readonly instanceHour: number | undefined;
}

/** One dashboard for the whole deployment. */
export class SessionDashboard extends Construct {
  constructor(scope: Construct, id: string, props: SessionDashboardProps) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: props.deployed.dashboard,
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 4 })],
        sessions(props),
        stages(props),
        endpoint(props),
        api(props),
        [emails(props), cost(props)],
      ],
    });
  }
}

function graph(title: string, left: IMetric[], right: IMetric[] = [], width = 8): GraphWidget {
  return new GraphWidget({ title, left, right, width, height: 6, leftYAxis: { min: 0 } });
}

function sessions({ deployed, metrics }: SessionDashboardProps): IWidget[] {
  const reasons = [deployed.metricsNamespace, 'service', metricDimensions.SessionFailed].join(',');
  const began = metrics.stage('embedding', 'SampleCount');
  const ended = metrics.stage('awaiting_mask', 'SampleCount');
  return [
    graph('Sessions', [
      metrics.ours('SessionStarted').with({ label: 'started' }),
      metrics.ours('SessionCompleted').with({ label: 'completed' }),
      metrics.ours('SessionFailed').with({ label: 'failed' }),
    ]),
    graph('Waiting for a mask', [
      new MathExpression({
        label: 'waiting (started in this time range)',
        expression: 'RUNNING_SUM(FILL(began, 0) - FILL(ended, 0))',
        usingMetrics: { began, ended },
      }),
      metrics.ours('MaskRefused').with({ label: 'masks refused' }),
    ]),
    graph('Failed, by reason', [
      new MathExpression({
        label: '',
        expression: `SEARCH('{${reasons}} MetricName="${metricNames.sessionFailed}"', 'Sum', 300)`,
        usingMetrics: {},
      }),
    ]),
  ];
}

/** The last stages take no time. */
const measured = Stage.options.filter((stage) => stage !== 'done' && stage !== 'notifying');

function stages({ metrics }: SessionDashboardProps): IWidget[] {
  return ['p50', 'p95'].map((statistic) =>
    graph(
      `Seconds in each stage, ${statistic}`,
      measured.map((stage) => metrics.stage(stage, statistic).with({ label: stage })),
      [],
      12,
    ),
  );
}

function endpoint({ metrics }: SessionDashboardProps): IWidget[] {
  return [
    graph(
      'Backlog of the endpoint',
      [metrics.backlog('ApproximateBacklogSize').with({ label: 'requests' })],
      [metrics.backlog('ApproximateAgeOfOldestRequest').with({ label: 'oldest, seconds' })],
    ),
    graph('Instances', [metrics.instances().with({ label: 'instances' })]),
    graph('Endpoint failures', [
      metrics.endpoint('Invocation5XXErrors').with({ label: 'answered 5xx' }),
      metrics.endpoint('ExpiredRequests').with({ label: 'expired' }),
      metrics.endpoint('NotificationFailures').with({ label: 'notification failures' }),
    ]),
  ];
}

function api({ metrics, queues }: SessionDashboardProps): IWidget[] {
  return [
    graph('API', [
      metrics.api('Count').with({ label: 'requests' }),
      metrics.api('4XXError').with({ label: '4xx' }),
      metrics.api('5XXError').with({ label: '5xx' }),
    ]),
    graph('API, milliseconds', [
      metrics.api('Latency').with({ statistic: 'p50', label: 'p50' }),
      metrics.api('Latency').with({ statistic: 'p95', label: 'p95' }),
    ]),
    graph('Function failures', [
      metrics.filtered('ErrorsLogged').with({ label: 'errors logged' }),
      metrics.ours('ResultDropped').with({ label: 'results dropped' }),
      ...queues.map((queue, index) => metrics.queue(queue).with({ label: `dead letters ${index + 1}` })),
    ]),
  ];
}

function emails({ metrics }: SessionDashboardProps): IWidget {
  return graph(
    'Emails',
    [
      metrics.mail('Send').with({ label: 'sent' }),
      metrics.mail('Delivery').with({ label: 'delivered' }),
      metrics.mail('Bounce').with({ label: 'bounced' }),
      metrics.mail('Complaint').with({ label: 'complaints' }),
      metrics.ours('MailFailed').with({ label: 'not sent' }),
    ],
    [],
    12,
  );
}

/** Price of the instance minutes, divided by the sessions completed in the same hour. */
function cost({ metrics, instanceHour }: SessionDashboardProps): IWidget {
  const hourly = { period: Duration.hours(1) };
  const usingMetrics = {
    minutes: metrics.instances().with(hourly),
    completed: metrics.ours('SessionCompleted').with(hourly),
  };
  const estimate = new MathExpression({
    label: instanceHour === undefined ? 'instance minutes' : 'US dollars',
    expression: `minutes ${instanceHour === undefined ? '' : `/ 60 * ${instanceHour} `}/ completed`,
    usingMetrics,
    ...hourly,
  });
  return graph('Instance cost per completed session (estimate)', [estimate], [], 12);
}
