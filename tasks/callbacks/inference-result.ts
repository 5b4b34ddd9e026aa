import * as z from 'zod/mini';
import { InferenceNotification } from '#tasks/core/contracts/notifications.ts';
import { takeResult } from '#tasks/core/inference/take-result.ts';
import { callbackHandler } from '#tasks/core/middleware/callback.ts';
import { count, logger } from '#tasks/core/middleware/observability.ts';
import { metricNames } from '#tasks/core/names.ts';

const SnsEvent = z.looseObject({
  Records: z.array(z.looseObject({ Sns: z.looseObject({ Message: z.string() }) })),
});

/** SNS, from the endpoint's success and error topics: records how an inference ended and answers its task. */
export const handler = callbackHandler('inference-result', async (event, environment) => {
  for (const { Sns } of SnsEvent.parse(event).Records) {
    const notification = InferenceNotification.safeParse(parseJson(Sns.Message));
    const taken = notification.success && (await takeResult(environment, notification.data));
    if (!taken) drop();
  }
});

/** What belongs to no session of ours would never fit however often it came. */
function drop(): void {
  logger.warn('A notification belongs to no session and was dropped');
  count(metricNames.resultDropped);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
