import type { Stage, Status, TaskName } from './common.ts';

export interface StageFacts {
  readonly status: Status;
  readonly task: TaskName;
  /** Percent when the stage begins. It also orders the stages: a write never decreases it. */
  readonly progress: number;
}

/** Row values of each stage. */
export const stageFacts = {
  starting: { status: 'processing', task: 'initialization', progress: 0 },
  validating: { status: 'processing', task: 'initialization', progress: 5 },
  embedding: { status: 'processing', task: 'initialization', progress: 10 },
  awaiting_mask: { status: 'awaiting_mask', task: 'initialization', progress: 40 },
  validating_mask: { status: 'processing', task: 'reconstruction', progress: 40 },
  reconstructing: { status: 'processing', task: 'reconstruction', progress: 50 },
  notifying: { status: 'processing', task: 'reconstruction', progress: 90 },
  done: { status: 'completed', task: 'reconstruction', progress: 100 },
} as const satisfies Record<Stage, StageFacts>;

/** Percent when the embedding is stored, before the wait for the mask. */
export const embeddedProgress = 35;

/** Every write needs an existing row that is not deleted, so nothing recreates a deleted session. */
export const liveRow = 'attribute_exists(job_id) AND attribute_not_exists(deleted_at)';

/**
 * A DynamoDB condition: the status of a session only moves forward. A failed session changes only with a higher redrive
 * count, a completed one never. Within one redrive, the progress never decreases.
 *
 * The expression also needs `:redrive` (the writer's redrive count) and `:progress` (the new value).
 * @param also a further condition for writes of the same redrive
 * @example
 * const { expression, attributes, values } = forwardOnly();
 * const condition = { expression, attributes, values: { ...values, ':redrive': 0, ':progress': 40 } };
 */
export function forwardOnly(also?: string) {
  const sameRedrive = [
    '#redrive_count = :redrive',
    '#status IN (:processing, :awaiting)',
    '#progress <= :progress',
    ...(also === undefined ? [] : [also]),
  ].join(' AND ');
  return {
    expression: `(#redrive_count < :redrive AND #status <> :completed) OR (${sameRedrive})`,
    /** Row attributes that the expression reads as `#name`. */
    attributes: ['redrive_count', 'status', 'progress'],
    values: { ':processing': 'processing', ':awaiting': 'awaiting_mask', ':completed': 'completed' },
  } as const;
}
