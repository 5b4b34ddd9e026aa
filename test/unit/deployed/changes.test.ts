import { describe, expect, it } from 'vitest';
import { Template } from '#local/assembly/template.ts';
import { inDefinitions, leaveOut, placeholder } from '#test/ministack/changes.ts';

const assembly = { folder: '/nowhere' };

describe('leaving a type out for MiniStack', () => {
  const template = () =>
    Template.parse({
      Resources: {
        Rule: { Type: 'AWS::XRay::SamplingRule', DependsOn: ['Queue'] },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'kept' } },
        Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        Maths: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } },
      },
    });

  it('keeps its place for references and its place in the order', () => {
    const changed = template();

    const ids = leaveOut('AWS::XRay::SamplingRule', 'unknown').apply(changed, assembly);

    expect(ids).toEqual(['Rule']);
    expect(changed.Resources.Rule).toEqual({ Type: placeholder, Properties: {}, DependsOn: ['Queue'] });
    expect(changed.Resources.Queue).toEqual(template().Resources.Queue);
  });

  it('may be for some of it only', () => {
    const changed = template();
    const which = {
      that: 'computes',
      is: ({ Metrics }: Readonly<Record<string, unknown>>) => Metrics !== undefined,
    };

    const change = leaveOut('AWS::CloudWatch::Alarm', 'one metric only', which);

    expect(change.what).toBe('AWS::CloudWatch::Alarm that computes is left out');
    expect(change.apply(changed, assembly)).toEqual(['Maths']);
    expect(changed.Resources.Plain?.Type).toBe('AWS::CloudWatch::Alarm');
  });

  it('says when there is nothing of the kind', () => {
    expect(leaveOut('AWS::Budgets::Budget', 'unknown').apply(template(), assembly)).toEqual([]);
  });
});

describe('replacing text in a state machine for MiniStack', () => {
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

  it('reaches the parts of a joined definition, quotes included', () => {
    const changed = template();

    const ids = inDefinitions('"{% $x %}"', '5', 'numbers only').apply(changed, assembly);

    expect(ids).toEqual(['Machine']);
    expect(changed.Resources.Machine?.Properties.DefinitionString).toEqual({
      'Fn::Join': ['', ['{"TimeoutSeconds":5}', { Ref: 'Queue' }]],
    });
  });

  it('leaves a machine alone that does not have it', () => {
    const changed = template();

    expect(inDefinitions('$fromMillis', '0', 'missing').apply(changed, assembly)).toEqual([]);
    expect(changed).toEqual(template());
  });
});
