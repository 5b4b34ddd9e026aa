import { describe, expect, it } from 'vitest';
import { functionNames } from '#tasks/manifest.ts';
import { awsMetrics, ownMetrics } from './published-metrics.ts';
import { alarms, dashboard, metricsOf, operations, widgetMetric } from './stack.ts';

describe('the operations stack', () => {
  const template = operations();

  it('uses only metrics that are published', () => {
    const used = new Set([
      ...alarms(template).flatMap(metricsOf),
      ...dashboard(template).widgets.flatMap(({ properties }) =>
        (properties.metrics ?? []).flatMap(widgetMetric),
      ),
    ]);

    expect(used.size).toBeGreaterThan(25);
    expect([...used].filter((metric) => ![...ownMetrics, ...awsMetrics].includes(metric))).toEqual([]);
  });

  it('counts logged errors of every function, and throttled API requests', () => {
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties.MetricTransformations[0].MetricName,
    );

    expect(filters.filter((name) => name === 'ErrorsLogged')).toHaveLength(functionNames.length);
    expect(filters.filter((name) => name === 'RequestsThrottled')).toHaveLength(1);
  });
});
