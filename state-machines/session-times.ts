/** Every time and count that the session machine waits by, in seconds unless named otherwise. */
export interface SessionTimes {
  /** How long a job may wait in the endpoint's queue, by stage. */
  readonly embeddingTtl: number;
  readonly reconstructionTtl: number;
  /** How long one job may run once it was picked up, the container's own queue included. */
  readonly embeddingInvocation: number;
  readonly reconstructionInvocation: number;
  /** From the embedding to the last moment for a usable mask, over all refusals. */
  readonly maskPatience: number;
  /** How long after queue and model together the task still waits, so that SageMaker always answers first. */
  readonly answerMargin: number;
  /** Masks that may be refused before the session ends. */
  readonly maskRefusals: number;
  /** First pause before a failed inference is asked for again. */
  readonly inferenceRetryInterval: number;
  /** Every Task that does not wait for somebody. */
  readonly task: number;
  /** The whole execution. */
  readonly machine: number;
}

/** An inference is asked for at most this often: the first attempt and its retries. */
export const inferenceAttempts = 3;

/** Seconds for a notification to arrive, unless a setting says otherwise. */
export const usualAnswerMargin = 300;

/** Timeout of a Task that waits for the model (rule: times nest). */
export function inferenceTimeout(ttl: number, invocation: number, answerMargin = usualAnswerMargin): number {
  return ttl + invocation + answerMargin;
}

/** The longest that a session can take when every wait is used up; the machine's timeout must exceed it. */
export function longestSession(times: SessionTimes): number {
  const embedding = inferenceTimeout(times.embeddingTtl, times.embeddingInvocation, times.answerMargin);
  const reconstruction = inferenceTimeout(
    times.reconstructionTtl,
    times.reconstructionInvocation,
    times.answerMargin,
  );
  const shortTasks = 6 + times.maskRefusals;
  return inferenceAttempts * (embedding + reconstruction) + times.maskPatience + shortTasks * times.task;
}
