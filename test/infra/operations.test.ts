import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { filteredMetrics } from '#infra/constructs/operations/metrics.ts';
import { OperationsStack } from '#infra/stacks/operations.ts';
import { environments } from '#tasks/core/environment.ts';
import { metricDimensions, metricNames, names } from '#tasks/core/names.ts';
import { ofType, synthesized } from './stacks.ts';

const env = { account: '111111111111', region: 'eu-central-1' };
const root = join(import.meta.dirname, '..', '..');

function operations(settings: SettingsInput = {}): Template {
  const app = new App({ analyticsReporting: false });
  const session = new Stack(app, 'Session', { env });
  new Queue(session, 'DeadLetters');
  return Template.fromStack(
    new OperationsStack(app, 'Operations', { env, settings: readSettings(settings) }),
  );
}

const Dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]);
const Metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions });
const Alarm = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  Threshold: z.number(),
  TreatMissingData: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions,
  Metrics: z.array(z.object({ MetricStat: z.object({ Metric }).optional() })).optional(),
});
type Alarm = z.infer<typeof Alarm>;

function alarms(template: Template): Alarm[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) =>
    Alarm.parse(Properties),
  );
}

/** A metric as `namespace name dimension,dimension`. */
const written = ({ Namespace, MetricName, Dimensions: all }: z.infer<typeof Metric>) =>
  [
    Namespace,
    MetricName,
    all
      .map(({ Name }) => Name)
      .sort()
      .join(','),
  ]
    .join(' ')
    .trim();

function metricsOf({ Namespace, MetricName, Dimensions: all, Metrics = [] }: Alarm): string[] {
  const single = Namespace && MetricName ? [written({ Namespace, MetricName, Dimensions: all })] : [];
  return [
    ...single,
    ...Metrics.flatMap(({ MetricStat }) => (MetricStat ? [written(MetricStat.Metric)] : [])),
  ];
}

const Widgets = z.object({
  widgets: z.array(
    z.object({ properties: z.looseObject({ metrics: z.array(z.array(z.unknown())).optional() }) }),
  ),
});

/** The dashboard's body; what is known only when it is deployed reads `TOKEN`. */
function dashboard(template: Template): z.infer<typeof Widgets> {
  const [found] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const parts = z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) })
    .parse(found?.Properties.DashboardBody)['Fn::Join'][1];
  return Widgets.parse(JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'TOKEN')).join('')));
}

/** A line of a widget is `[namespace, name, dimension, value, …, rendering]`, or an expression's rendering alone. */
function widgetMetric(line: readonly unknown[]): string[] {
  const texts = line.filter((part) => typeof part === 'string');
  const [namespace, name, ...dimensions] = texts;
  if (namespace === undefined || name === undefined) return [];
  return [
    [
      namespace,
      name,
      dimensions
        .filter((_, index) => index % 2 === 0)
        .sort()
        .join(','),
    ]
      .join(' ')
      .trim(),
  ];
}

const own = (name: string, ...dimensions: string[]) =>
  [names.metricsNamespace, name, dimensions.sort().join(',')].join(' ').trim();

/** What log filters count, and handlers publish: `test/unit/tasks/metrics.test.ts` shows that they do. */
const ownMetrics = [
  ...Object.values(filteredMetrics).map((name) => own(name)),
  ...Object.values(metricNames)
    .filter((name) => name !== 'StageSeconds')
    .map((name) => own(name, 'service')),
  ...Object.entries(metricDimensions).map(([name, second]) => own(name, 'service', second)),
];

/** Metrics of AWS with the dimensions that they are published with; each from the service's developer guide. */
const awsMetrics = [
  'AWS/States ExecutionsFailed StateMachineArn',
  'AWS/States ExecutionsTimedOut StateMachineArn',
  'AWS/States ExecutionThrottled StateMachineArn',
  'AWS/Lambda Errors FunctionName',
  'AWS/Lambda Throttles FunctionName',
  'AWS/ApiGateway 4XXError ApiName,Stage',
  'AWS/ApiGateway 5XXError ApiName,Stage',
  'AWS/ApiGateway Count ApiName,Stage',
  'AWS/ApiGateway Latency ApiName,Stage',
  'AWS/SQS ApproximateNumberOfMessagesVisible QueueName',
  'AWS/SageMaker ApproximateAgeOfOldestRequest EndpointName',
  'AWS/SageMaker ApproximateBacklogSize EndpointName',
  'AWS/SageMaker ExpiredRequests EndpointName,VariantName',
  'AWS/SageMaker Invocation5XXErrors EndpointName,VariantName',
  'AWS/SageMaker NotificationFailures EndpointName,VariantName',
  '/aws/sagemaker/Endpoints CPUUtilization EndpointName,VariantName',
  'AWS/SES Bounce ses:configuration-set',
  'AWS/SES Complaint ses:configuration-set',
  'AWS/SES Delivery ses:configuration-set',
  'AWS/SES Send ses:configuration-set',
  'AWS/SES Reputation.BounceRate',
  'AWS/SES Reputation.ComplaintRate',
];

describe('the operations stack', () => {
  const template = operations();

  it('looks at no metric that nobody publishes', () => {
    const used = new Set([
      ...alarms(template).flatMap(metricsOf),
      ...dashboard(template).widgets.flatMap(({ properties }) =>
        (properties.metrics ?? []).flatMap(widgetMetric),
      ),
    ]);

    expect(used.size).toBeGreaterThan(25);
    expect([...used].filter((metric) => ![...ownMetrics, ...awsMetrics].includes(metric))).toEqual([]);
  });

  it('tells the admin of every alarm, and is calm when there is no data', () => {
    const all = alarms(template);

    expect(all.length).toBeGreaterThan(25);
    for (const { AlarmActions, TreatMissingData } of all) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringContaining('Alerts') }]);
      expect(TreatMissingData).toBe('notBreaching');
    }
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'info@2112-lab.com',
    });
  });

  it('says in each alarm which page tells what to do, and the page exists', () => {
    for (const { AlarmDescription } of alarms(template)) {
      const page = /docs\/operate\/[a-z-]+\.md/.exec(AlarmDescription)?.[0];
      expect(page && existsSync(join(root, page)), AlarmDescription).toBe(true);
    }
  });

  it.each([
    ['sessions that fail or time out', 'AWS/States ExecutionsFailed'],
    ['sessions that time out', 'AWS/States ExecutionsTimedOut'],
    ['transitions that are held back', 'AWS/States ExecutionThrottled'],
    ['API errors', 'AWS/ApiGateway 5XXError'],
    ['requests that were sent away', 'Gen3D RequestsThrottled'],
    ['dead letters', 'AWS/SQS ApproximateNumberOfMessagesVisible'],
    ['errors of the container', 'AWS/SageMaker Invocation5XXErrors'],
    ['a backlog that grows old', 'AWS/SageMaker ApproximateAgeOfOldestRequest'],
    ['bounces', 'AWS/SES Reputation.BounceRate'],
    ['complaints', 'AWS/SES Reputation.ComplaintRate'],
    ['mails that could not be sent', 'Gen3D MailFailed'],
    ['results of no session', 'Gen3D ResultDropped'],
    ['errors that are logged', 'Gen3D ErrorsLogged'],
  ])('alarms on %s', (_, metric) => {
    expect(
      alarms(template)
        .flatMap(metricsOf)
        .filter((one) => one.startsWith(metric)),
    ).not.toEqual([]);
  });

  it('watches every function for throttles, and for errors where an error is not how it ends a session', () => {
    const handlers = Object.keys(environments);
    const watched = (metric: string) =>
      alarms(template).filter((alarm) => metricsOf(alarm).includes(`AWS/Lambda ${metric} FunctionName`))
        .length;

    expect(watched('Throttles')).toBe(handlers.length);
    expect(watched('Errors')).toBe(handlers.length - 3);
  });

  it('lets CloudWatch and Budgets publish: a policy of its own takes that from a topic', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
            Condition: { StringEquals: { 'aws:SourceAccount': env.account } },
          }),
        ]),
      },
    });
  });

  it('tells of the spend at four fifths of the budget, and when more than all of it is in sight', () => {
    operations({ operations: { monthlyBudget: 120 } }).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetLimit: { Amount: 120, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: 'ACTUAL', Threshold: 80 } },
        { Notification: { NotificationType: 'FORECASTED', Threshold: 100 } },
      ],
    });
  });

  it('counts logged errors of every function, and requests that the API sent away', () => {
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties.MetricTransformations[0].MetricName,
    );

    expect(filters.filter((name) => name === 'ErrorsLogged')).toHaveLength(Object.keys(environments).length);
    expect(filters.filter((name) => name === 'RequestsThrottled')).toHaveLength(1);
  });

  it('has queries ready: one session over every log, failures by reason, the slowest stages', () => {
    const queries = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
      ({ Properties }) => Properties,
    );
    const named = (name: string) => queries.find((query) => query.Name === `Gen3D/${name}`);

    expect(named('one session')?.LogGroupNames).toEqual(
      expect.arrayContaining([
        '/aws/lambda/gen3d-initialize',
        '/aws/lambda/gen3d-inference-result',
        '/aws/apigateway/Gen3DAPI',
        '/aws/vendedlogs/states/Gen3DSession',
        '/aws/sagemaker/Endpoints/gen3d-sam3-sam3d-endpoint',
      ]),
    );
    expect(named('failures by reason')?.QueryString).toContain('by reason');
    expect(named('slowest stages')?.QueryString).toContain('pct(StageSeconds, 95)');
  });

  it('gives each stage in an account names of its own', () => {
    const other = operations({ stage: 'test' });

    other.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Gen3D-test' });
    expect(alarms(other).flatMap(metricsOf)).toContain('Gen3D-test MailFailed service');
  });

  it('finds failures by the very dimensions that the handlers publish them with', () => {
    expect(JSON.stringify(dashboard(template))).toContain("SEARCH('{Gen3D,service,reason} MetricName=");
  });

  it('shows the cost of a session only in the currency that it knows the price in', () => {
    const titles = (template: Template) => JSON.stringify(dashboard(template));

    expect(titles(template)).toContain('/ 60 * 1.515 / completed');
    expect(titles(operations({ inference: { instanceType: 'ml.g6.2xlarge' } }))).toContain(
      'instance minutes',
    );
  });
});

describe('the operations stack beside the others', () => {
  it('has an alarm for every queue there is', async () => {
    const assembly = await synthesized();
    const queues = ofType(assembly, 'AWS::SQS::Queue');

    const watched = ofType(assembly, 'AWS::CloudWatch::Alarm', 'Gen3D-Operations')
      .map(([, { Properties }]) => Alarm.parse(Properties))
      .filter((alarm) => alarm.Namespace === 'AWS/SQS');

    expect(queues.length).toBeGreaterThan(0);
    expect(watched).toHaveLength(queues.length);
    expect(new Set(watched.map(({ Dimensions: [queue] }) => JSON.stringify(queue?.Value))).size).toBe(
      queues.length,
    );
  }, 300_000);
});
