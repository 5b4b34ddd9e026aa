import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface MonthlyBudgetProps {
  readonly name: string;
  /** US dollars. */
  readonly limit: number;
  readonly topic: ITopic;
}

/**
 * Tells when the account has spent four fifths of its month, and when it looks as if it will spend more than all
 * of it. Of the whole account: a budget by tag stays at zero until somebody activates the tag for billing.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { name, limit, topic }: MonthlyBudgetProps) {
    super(scope, id);
    const when = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
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
      notificationsWithSubscribers: [when('ACTUAL', 80), when('FORECASTED', 100)],
    });
  }
}
