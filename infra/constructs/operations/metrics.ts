import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, metricDimensions, metricNames, names } from '#contracts/names.ts';
import { variantName } from '#infra/constructs/async-endpoint.ts';
import type { DeployedNames } from '#infra/names.ts';

/** Message tag that SES sets itself: emails are counted by configuration set. */
export const mailDimension = 'ses:configuration-set';
/** Source: SES developer guide, "CloudWatch event destination". */
type MailEvent = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';

/** Metrics of the stack's log filters, in the namespace of the handlers' metrics. */
export const filteredMetrics = {
  errorsLogged: 'ErrorsLogged',
  requestsThrottled: 'RequestsThrottled',
} as const;
export type FilteredMetric = (typeof filteredMetrics)[keyof typeof filteredMetrics];

/** The metrics of one deployment. The default is the sum over five minutes. */
export function deployedMetrics(deployed: DeployedNames, stateMachineArn: string) {
  const own = (metricName: string, dimensions: Record<string, string>) =>
    sum(deployed.metricsNamespace, metricName, dimensions);
  const endpoint = { EndpointName: deployed.endpoint };
  const variant = { ...endpoint, VariantName: variantName };
  return {
    /** Published by the handlers. */
    ours: (name: Exclude<MetricName, 'StageSeconds'>) => own(name, { service: names.service }),
    /** Seconds that a stage took. @param statistic such as `p95` */
    stage: (stage: string, statistic: string) => {
      const dimensions = { service: names.service, [metricDimensions.StageSeconds]: stage };
      return own(metricNames.stageSeconds, dimensions).with({ statistic });
    },
    filtered: (name: FilteredMetric) => own(name, {}),
    states: (name: 'ExecutionsFailed' | 'ExecutionsTimedOut' | 'ExecutionThrottled') =>
      sum('AWS/States', name, { StateMachineArn: stateMachineArn }),
    lambda: (name: 'Errors' | 'Throttles', functionName: string) =>
      sum('AWS/Lambda', name, { FunctionName: functionName }),
    api: (name: '5XXError' | '4XXError' | 'Count' | 'Latency') =>
      sum('AWS/ApiGateway', name, { ApiName: deployed.api, Stage: names.stage }),
    queue: (queueName: string) =>
      sum('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queueName }).with(highest),
    /** Requests that wait for the endpoint; their age is in seconds. */
    backlog: (name: 'ApproximateBacklogSize' | 'ApproximateAgeOfOldestRequest') =>
      sum('AWS/SageMaker', name, endpoint).with(highest),
    endpoint: (name: 'Invocation5XXErrors' | 'ExpiredRequests' | 'NotificationFailures') =>
      sum('AWS/SageMaker', name, variant),
    /** Number of instances: each one reports its CPU utilization once a minute, so the samples count them. */
    instances: () =>
      sum('/aws/sagemaker/Endpoints', 'CPUUtilization', variant).with({
        statistic: 'SampleCount',
        period: Duration.minutes(1),
      }),
    mail: (name: MailEvent) => sum('AWS/SES', name, { [mailDimension]: deployed.mailConfiguration }),
    /** Share of emails in the whole account, 0 to 1. SES uses it to decide who may send. */
    reputation: (name: 'Reputation.BounceRate' | 'Reputation.ComplaintRate') =>
      sum('AWS/SES', name, {}).with({ statistic: 'Average', period: Duration.hours(1) }),
  };
}
export type DeployedMetrics = ReturnType<typeof deployedMetrics>;

const highest = { statistic: 'Maximum' };

function sum(namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap,
    statistic: 'Sum',
    period: Duration.minutes(5),
  });
}
