import { metricDimensions, metricNames, names } from '#contracts/names.ts';
import { filteredMetrics } from '#infra/constructs/operations/metrics.ts';

const own = (name: string, ...dimensions: string[]) =>
  [names.metricsNamespace, name, dimensions.sort().join(',')].join(' ').trim();

/** Metrics of log filters and handlers. `test/unit/tasks/metrics.test.ts` tests the handlers. */
export const ownMetrics = [
  ...Object.values(filteredMetrics).map((name) => own(name)),
  ...Object.values(metricNames)
    .filter((name) => name !== 'StageSeconds')
    .map((name) => own(name, 'service')),
  ...Object.entries(metricDimensions).map(([name, second]) => own(name, 'service', second)),
];

/** AWS metrics with their dimensions, from the services' developer guides. */
export const awsMetrics = [
  'AWS/States ExecutionsFailed StateMachineArn',
  'AWS/States ExecutionsTimedOut StateMachineArn',
  'AWS/States ExecutionThrottled StateMachineArn',
  'AWS/Lambda Errors FunctionName',
  'AWS/Lambda Throttles FunctionName',
  'AWS/ApiGateway 4XXError ApiName,Stage',
  'AWS/ApiGateway 5XXError ApiName,Stage',
  'AWS/ApiGateway Count ApiName,Stage',
  'AWS/ApiGateway Latency ApiName,Stage',
  'AWS/SQS ApproximateNumberOfMessagesVisible QueueName',
  'AWS/SageMaker ApproximateAgeOfOldestRequest EndpointName',
  'AWS/SageMaker ApproximateBacklogSize EndpointName',
  'AWS/SageMaker ExpiredRequests EndpointName,VariantName',
  'AWS/SageMaker Invocation5XXErrors EndpointName,VariantName',
  'AWS/SageMaker NotificationFailures EndpointName,VariantName',
  '/aws/sagemaker/Endpoints CPUUtilization EndpointName,VariantName',
  'AWS/SES Bounce ses:configuration-set',
  'AWS/SES Complaint ses:configuration-set',
  'AWS/SES Delivery ses:configuration-set',
  'AWS/SES Send ses:configuration-set',
  'AWS/SES Reputation.BounceRate',
  'AWS/SES Reputation.ComplaintRate',
];
