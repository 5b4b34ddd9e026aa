import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import { type MetricName, metricDimensions, metricNames, names } from '../names.ts';

export const logger = new Logger();
/** The SDK's clients are traced each by its calls; a function makes no other requests. */
export const tracer = new Tracer({ captureHTTPsRequests: false });
const metrics = new Metrics({
  // Stages beside each other in one account count apart.
  namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? names.metricsNamespace,
  serviceName: names.service,
});

/** From here on every log line of this invocation carries the session. */
export function logSession(jobId: string): void {
  logger.appendKeys({ job_id: jobId });
}

/** Counts one; published when the invocation ends. */
export function count(metric: MetricName): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
}

/** Counts a failed session: all of them, and each by its reason. */
export function countFailure(jobId: string, reason: string): void {
  count(metricNames.sessionFailed);
  publishBy(jobId, metricNames.sessionFailed, reason, MetricUnit.Count, 1);
}

/** Notes how long a session was in a stage, in seconds. */
export function measureStage(jobId: string, stage: string, seconds: number): void {
  publishBy(jobId, metricNames.stageSeconds, stage, MetricUnit.Seconds, seconds);
}

/** One metric with its second dimension, at once; its log line carries the session. */
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

/** Publishes what was counted, also when the handler fails; most invocations count nothing. */
function publishMetrics(): MiddlewareObj {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}

/** Every handler: traced, with the request id in its log lines. Events and answers are never recorded. */
export function observed<Event, Answer>() {
  return middy<Event, Answer>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use(publishMetrics());
}
