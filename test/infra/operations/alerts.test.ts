import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alarms, env, operations } from './stack.ts';

describe('the operations stack', () => {
  const template = operations();

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
});
