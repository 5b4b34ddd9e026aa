import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface MonthlyBudgetProps {
  readonly name: string;
  /** US dollars per month. */
  readonly limit: number;
  readonly topic: ITopic;
}

/**
 * Alerts at 80% of the budget spent and at a forecast above 100%. Covers the whole account, since a budget by tag needs
 * the tag to be activated for billing.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { name, limit, topic }: MonthlyBudgetProps) {
    super(scope, id);
    const alertAt = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold },
      subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: name,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: limit, unit: 'USD' },
      },
      notificationsWithSubscribers: [alertAt('ACTUAL', 80), alertAt('FORECASTED', 100)],
    });
  }
}
