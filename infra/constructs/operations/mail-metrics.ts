import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** The message tag that SES itself sets: mails are counted by their configuration set. */
export const mailDimension = 'ses:configuration-set';

export type MailEvent = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';

/** Mails of one configuration set. Source: SES developer guide, "Publish event data to CloudWatch". */
export function mailEvent(configurationSet: string, metricName: MailEvent): Metric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName,
    dimensionsMap: { [mailDimension]: configurationSet },
    statistic: 'Sum',
    period: Duration.minutes(5),
  });
}

/** Share of mails, 0 to 1, that bounced or brought a complaint: of the account, as SES judges it. */
export function mailReputation(kind: 'BounceRate' | 'ComplaintRate'): Metric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${kind}`,
    statistic: 'Average',
    period: Duration.hours(1),
  });
}
