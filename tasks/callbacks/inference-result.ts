import * as z from 'zod/mini';
import { parseJson } from '#contracts/json.ts';
import { metricNames } from '#contracts/names.ts';
import { InferenceNotification } from '#contracts/notifications.ts';
import { handleNotification } from '#tasks/core/inference/handle-notification.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { count, logger } from '#tasks/core/telemetry/telemetry.ts';
import { inferenceResult } from '#tasks/manifest.ts';

const SnsEvent = z.looseObject({
  Records: z.array(z.looseObject({ Sns: z.looseObject({ Message: z.string() }) })),
});

/** SNS, from the endpoint's success and error topics: records how an inference ended and answers its task. */
export const handler = callbackHandler(inferenceResult, async (event, environment) => {
  for (const { Sns } of SnsEvent.parse(event).Records) {
    const notification = InferenceNotification.safeParse(parseJson(Sns.Message));
    const taken = notification.success && (await handleNotification(environment, notification.data));
    if (!taken) drop();
  }
});

/** A notification of no session: a retry would not help. */
function drop(): void {
  logger.warn('A notification belongs to no session and was dropped');
  count(metricNames.resultDropped);
}
