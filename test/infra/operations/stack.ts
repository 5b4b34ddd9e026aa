import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { OperationsStack } from '#infra/stacks/operations.ts';

export const env = { account: '111111111111', region: 'eu-central-1' };

export function operations(settings: SettingsInput = {}): Template {
  const app = new App({ analyticsReporting: false });
  const session = new Stack(app, 'Session', { env });
  new Queue(session, 'DeadLetters');
  return Template.fromStack(
    new OperationsStack(app, 'Operations', { env, settings: readSettings(settings) }),
  );
}

const Dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]);
const Metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions });
export const Alarm = z.object({
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

export function alarms(template: Template): Alarm[] {
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

export function metricsOf({ Namespace, MetricName, Dimensions: all, Metrics = [] }: Alarm): string[] {
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

/** The dashboard's body, with `TOKEN` for values known only at deployment. */
export function dashboard(template: Template): z.infer<typeof Widgets> {
  const [found] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const parts = z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) })
    .parse(found?.Properties.DashboardBody)['Fn::Join'][1];
  return Widgets.parse(JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'TOKEN')).join('')));
}

/** A widget's metric is `[namespace, name, dimension, value, …, rendering]`, or the rendering of an expression. */
export function widgetMetric(line: readonly unknown[]): string[] {
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
