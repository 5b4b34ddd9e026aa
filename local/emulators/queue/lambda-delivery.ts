import { z } from 'zod';
import type { InvokeFunction } from '../service.ts';
import type { Queue } from './queue.ts';
import { type Outcome, QueueWorker } from './queue-worker.ts';

/** Milliseconds before the first and the second retry of an asynchronous invocation, as on AWS. */
export const lambdaRetryDelaysMs: readonly number[] = [60_000, 120_000];
/** Events that one function handles at a time. */
const concurrency = 10;

export interface Delivery {
  readonly invoke: InvokeFunction;
  readonly retryDelaysMs: readonly number[];
}

/** An event for a function, with the dead-letter queue for when the function keeps failing. */
const Envelope = z.object({
  functionName: z.string(),
  event: z.unknown(),
  deadLetterArn: z.string().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/**
 * Delivers a queue's events to a function, each at least once. Events that keep failing become dead letters.
 */
export function deliver(queue: Queue, name: string, { invoke, retryDelaysMs }: Delivery): QueueWorker {
  return new QueueWorker({
    queue,
    name,
    concurrency,
    async handle({ body, attempts }, signal): Promise<Outcome> {
      const { functionName, event, deadLetterArn } = Envelope.parse(body);
      const result = await invoke(functionName, event, signal);
      if (result.ok) return { kind: 'done' };
      signal.throwIfAborted();
      const delayMs = retryDelaysMs[attempts];
      if (delayMs !== undefined) return { kind: 'retry', delayMs };
      console.error(
        `${functionName} failed on every attempt at an event (${result.errorType}). The event is kept as a dead letter.`,
      );
      return { kind: 'dead', reason: `${result.errorType} (${deadLetterArn ?? 'no dead letter queue'})` };
    },
  });
}
