import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alarms, env, operations } from './stack.ts';

describe('the operations stack', () => {
  const template = operations();

  it('notifies the admin of every alarm, and treats missing data as normal', () => {
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

  it('lets CloudWatch and Budgets publish, since a topic policy replaces the default one', () => {
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

  it('alerts at 80% of the budget, and at a forecast above 100%', () => {
    operations({ operations: { monthlyBudget: 120 } }).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetLimit: { Amount: 120, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: 'ACTUAL', Threshold: 80 } },
        { Notification: { NotificationType: 'FORECASTED', Threshold: 100 } },
      ],
    });
  });
});
