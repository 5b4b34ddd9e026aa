import { describe, expect, it } from 'vitest';
import { environments } from '#tasks/core/environment.ts';
import { awsMetrics, ownMetrics } from './published-metrics.ts';
import { alarms, dashboard, metricsOf, operations, widgetMetric } from './stack.ts';

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

  it('counts logged errors of every function, and requests that the API sent away', () => {
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties.MetricTransformations[0].MetricName,
    );

    expect(filters.filter((name) => name === 'ErrorsLogged')).toHaveLength(Object.keys(environments).length);
    expect(filters.filter((name) => name === 'RequestsThrottled')).toHaveLength(1);
  });
});
