import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import { logger, publishMetrics, tracer } from '../telemetry/telemetry.ts';

/** Adds tracing and the request id of log lines to a handler. Never records events and answers. */
export function observed<Event, Answer>() {
  return middy<Event, Answer>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use({ after: publishMetrics, onError: publishMetrics });
}
