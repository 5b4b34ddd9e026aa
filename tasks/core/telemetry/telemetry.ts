import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { type MetricName, metricDimensions, metricNames, names } from '#contracts/names.ts';

export const logger = new Logger();
/** SDK clients trace their own calls, and a function makes no other requests. */
export const tracer = new Tracer({ captureHTTPsRequests: false });
const metrics = new Metrics({
  // Each stage of an account has its own namespace.
  namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? names.metricsNamespace,
  serviceName: names.service,
});

/** Adds the session to all further log lines of this invocation. */
export function logSession(jobId: string): void {
  logger.appendKeys({ job_id: jobId });
}

/** Counts one. Published when the invocation ends. */
export function count(metric: MetricName): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
}

/** Counts a failed session, in total and by its reason. */
export function countFailure(jobId: string, reason: string): void {
  count(metricNames.sessionFailed);
  publishBy(jobId, metricNames.sessionFailed, reason, MetricUnit.Count, 1);
}

/** Records how many seconds a session was in a stage. */
export function measureStage(jobId: string, stage: string, seconds: number): void {
  publishBy(jobId, metricNames.stageSeconds, stage, MetricUnit.Seconds, seconds);
}

/** Publishes one metric with a second dimension. Its log line has the session. */
function publishBy(
  jobId: string,
  metric: keyof typeof metricDimensions,
  dimension: string,
  unit: typeof MetricUnit.Count | typeof MetricUnit.Seconds,
  value: number,
): void {
  const single = metrics.singleMetric();
  single.addDimension(metricDimensions[metric], dimension);
  single.addMetadata('job_id', jobId);
  single.addMetric(metric, unit, value);
}

/** Publishes what was counted, also after a failure. Most invocations count nothing. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
