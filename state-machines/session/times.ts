/** Timeouts and counts of the session state machine, in seconds unless noted. */
export interface SessionTimes {
  /** How long a job may wait in the endpoint's queue, by stage. */
  readonly embeddingTtl: number;
  readonly reconstructionTtl: number;
  /** How long one job may run once the container has it, including the container's own queue. */
  readonly embeddingInvocation: number;
  readonly reconstructionInvocation: number;
  /** From the embedding to the deadline for a valid mask, including all rejected ones. */
  readonly maskPatience: number;
  /** How much longer than queue and model together the task waits, so that SageMaker always answers first. */
  readonly answerMargin: number;
  /** Rejected masks after which the session fails. */
  readonly maskRefusals: number;
  /** Delay before the first retry of a failed inference. */
  readonly inferenceRetryInterval: number;
  /** ValidateInput, which decodes the upload. */
  readonly preparePhoto: number;
  /** ValidateMask, which decodes a mask. */
  readonly prepareMask: number;
  /** Every other Task that does not wait for a token. */
  readonly task: number;
  /** The whole execution. */
  readonly machine: number;
}

/** Attempts at one inference: the first and its retries. */
export const inferenceAttempts = 3;

/** Seconds for a notification to arrive. A setting can change it. */
export const usualAnswerMargin = 300;

/** Timeout of a Task that waits for the model. It exceeds the endpoint's own timeouts. */
export function inferenceTimeout(ttl: number, invocation: number, answerMargin = usualAnswerMargin): number {
  return ttl + invocation + answerMargin;
}

/** The longest possible session, with every wait used up. The state machine's timeout must exceed it. */
export function longestSession(times: SessionTimes): number {
  const embedding = inferenceTimeout(times.embeddingTtl, times.embeddingInvocation, times.answerMargin);
  const reconstruction = inferenceTimeout(
    times.reconstructionTtl,
    times.reconstructionInvocation,
    times.answerMargin,
  );
  const preparing = times.preparePhoto + times.maskRefusals * times.prepareMask;
  const others = 5 * times.task;
  return inferenceAttempts * (embedding + reconstruction) + times.maskPatience + preparing + others;
}
