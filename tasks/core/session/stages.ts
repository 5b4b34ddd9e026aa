import type { Stage, Status, TaskName } from '../contracts/common.ts';
import type { ResumableState } from '../contracts/workflow.ts';

interface StageFacts {
  readonly status: Status;
  readonly task: TaskName;
  /** Percent when the stage begins. It also orders the stages: a write never leads to a smaller one. */
  readonly progress: number;
}

export const stageFacts: Readonly<Record<Stage, StageFacts>> = {
  starting: { status: 'processing', task: 'initialization', progress: 0 },
  validating: { status: 'processing', task: 'initialization', progress: 5 },
  embedding: { status: 'processing', task: 'initialization', progress: 10 },
  awaiting_mask: { status: 'awaiting_mask', task: 'initialization', progress: 40 },
  validating_mask: { status: 'processing', task: 'reconstruction', progress: 40 },
  reconstructing: { status: 'processing', task: 'reconstruction', progress: 50 },
  notifying: { status: 'processing', task: 'reconstruction', progress: 90 },
  done: { status: 'completed', task: 'reconstruction', progress: 100 },
};

/** Percent once the embedding is there; the wait for the mask begins at 40. */
export const embeddedProgress = 35;

/** What the row shows while a redrive leads back to a state; each then writes its own stage. */
export const resumedStage: Readonly<Record<ResumableState, Stage>> = {
  ValidateInput: 'validating',
  RequestEmbedding: 'embedding',
  WaitForMask: 'embedding',
  ValidateMask: 'validating_mask',
  RequestReconstruction: 'reconstructing',
  NotifySuccess: 'notifying',
};
