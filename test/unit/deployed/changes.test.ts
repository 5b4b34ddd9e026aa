import { describe, expect, it } from 'vitest';
import { Template } from '#local/environment/assembly/template.ts';
import { inDefinitions, omit, placeholder } from '#test/ministack/changes.ts';

const assembly = { folder: '/nowhere' };

describe('omit', () => {
  const template = () =>
    Template.parse({
      Resources: {
        Rule: { Type: 'AWS::XRay::SamplingRule', DependsOn: ['Queue'] },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'kept' } },
        Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        Maths: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } },
      },
    });

  it('replaces the resource with a placeholder and keeps its dependencies', () => {
    const changed = template();

    const ids = omit('AWS::XRay::SamplingRule', 'unknown').apply(changed, assembly);

    expect(ids).toEqual(['Rule']);
    expect(changed.Resources.Rule).toEqual({ Type: placeholder, Properties: {}, DependsOn: ['Queue'] });
    expect(changed.Resources.Queue).toEqual(template().Resources.Queue);
  });

  it('can select resources of a type', () => {
    const changed = template();
    const which = {
      that: 'computes',
      is: ({ Metrics }: Readonly<Record<string, unknown>>) => Metrics !== undefined,
    };

    const change = omit('AWS::CloudWatch::Alarm', 'one metric only', which);

    expect(change.what).toBe('AWS::CloudWatch::Alarm that computes is omitted.');
    expect(change.apply(changed, assembly)).toEqual(['Maths']);
    expect(changed.Resources.Plain?.Type).toBe('AWS::CloudWatch::Alarm');
  });

  it('returns nothing when no resource has the type', () => {
    expect(omit('AWS::Budgets::Budget', 'unknown').apply(template(), assembly)).toEqual([]);
  });
});

describe('inDefinitions', () => {
  const template = () =>
    Template.parse({
      Resources: {
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            DefinitionString: { 'Fn::Join': ['', ['{"TimeoutSeconds":"{% $x %}"}', { Ref: 'Queue' }]] },
          },
        },
      },
    });

  it('replaces text in a joined definition, including quotes', () => {
    const changed = template();

    const ids = inDefinitions('"{% $x %}"', '5', 'numbers only').apply(changed, assembly);

    expect(ids).toEqual(['Machine']);
    expect(changed.Resources.Machine?.Properties.DefinitionString).toEqual({
      'Fn::Join': ['', ['{"TimeoutSeconds":5}', { Ref: 'Queue' }]],
    });
  });

  it('keeps a state machine without the text', () => {
    const changed = template();

    expect(inDefinitions('$fromMillis', '0', 'missing').apply(changed, assembly)).toEqual([]);
    expect(changed).toEqual(template());
  });
});
