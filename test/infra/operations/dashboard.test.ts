import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alarms, dashboard, metricsOf, operations } from './stack.ts';

describe('the operations stack', () => {
  const template = operations();

  it('saves queries for one session, failures by reason and the slowest stages', () => {
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

  it('gives each stage of an account its own names', () => {
    const other = operations({ stage: 'test' });

    other.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Gen3D-test' });
    expect(alarms(other).flatMap(metricsOf)).toContain('Gen3D-test MailFailed service');
  });

  it('searches failures by the dimensions that the handlers publish', () => {
    expect(JSON.stringify(dashboard(template))).toContain("SEARCH('{Gen3D,service,reason} MetricName=");
  });

  it('shows the cost in US dollars only when it knows the price', () => {
    const titles = (template: Template) => JSON.stringify(dashboard(template));

    expect(titles(template)).toContain('/ 60 * 1.515 / completed');
    expect(titles(operations({ inference: { instanceType: 'ml.g6.2xlarge' } }))).toContain(
      'instance minutes',
    );
  });
});
