import {
  functionTimedOut,
  lambdaTroubles,
  late,
  laterStill,
  lost,
  modelBroken,
  modelFailed,
  pass,
  tableThrottled,
  tableTroubles,
  taken,
  throttled,
  twice,
  unmodelled,
} from './answers.ts';
import type { Fault, Script } from './faults.ts';
import type { Session } from './session.ts';
import {
  asked,
  failing,
  failingLate,
  failingThenMask,
  good,
  masksRefused,
  redriven,
  redrivenToTheMask,
  toTheEnd,
  waiting,
} from './steps.ts';

/** A path through the session state machine that is run on a local server. */
export interface Path {
  /** The expected name of the recording. */
  readonly name: string;
  readonly script?: Script;
  /** File name for the notifications about its model jobs. */
  readonly sns?: string;
  /** True when another path stores this recording, and only the notifications are needed. */
  readonly again?: true;
  /** The steps before the clock moves. */
  readonly live: (session: Session) => Promise<void>;
  /** How far the clock moves, from now or from the execution's start, and the steps after that. */
  readonly asleep?: {
    readonly seconds: number;
    readonly from?: 'start';
    readonly after: (session: Session) => Promise<void>;
  };
}

/**
 * Seconds after which Tasks and masks time out with default settings, with a margin, and just before the execution does.
 */
const sleeps = { embedding: 4_802, reconstruction: 7_502, mask: 86_402, machine: 129_585 };
const unmodelledError = 'Lambda.AWSLambdaException';
const throttling = 'Lambda.TooManyRequestsException';
const tableThrottling = 'DynamoDb.ProvisionedThroughputExceededException';

const masks: Path[] = [
  { name: 'succeeded', sns: 'completed', live: good },
  { name: 'succeeded', sns: 'duplicate', script: { notification: [twice] }, again: true, live: good },
  {
    name: 'RequestEmbedding-answered-early_succeeded',
    sns: 'early',
    script: { RequestEmbedding: [late] },
    live: good,
  },
  {
    name: 'mask-refused_succeeded',
    live: (session) => masksRefused(session, 1).then(() => toTheEnd(session)),
  },
  {
    name: 'mask-refused-5-times_failed-MaskRefusedTooOften_redriven_succeeded',
    live: (session) => masksRefused(session, 5).then(() => redrivenToTheMask(session)),
  },
];

/** Transient failures. */
const retried: Path[] = [
  ...(
    ['ValidateInput', 'RequestEmbedding', 'ValidateMask', 'RequestReconstruction', 'NotifySuccess'] as const
  ).map(
    (state): Path => ({
      name: `${state}-retried-${unmodelledError}_succeeded`,
      script: { [state]: [unmodelled] },
      live: good,
    }),
  ),
  {
    name: `WaitForMask-retried-${tableThrottling}_succeeded`,
    script: { WaitForMask: [tableThrottled] },
    live: good,
  },
  {
    name: 'RequestEmbedding-retried-2-times_succeeded',
    script: { model: [modelFailed('OutOfMemory'), modelFailed('StorageFull')] },
    live: good,
  },
  {
    name: 'RequestReconstruction-retried-2-times_succeeded',
    script: { model: [pass, modelFailed('OutOfMemory'), modelFailed('StorageFull')] },
    live: good,
  },
  {
    name: `RequestEmbedding-caught-ImageUnreadable_HandleError-retried-${unmodelledError}_failed`,
    script: { model: [modelFailed('ImageUnreadable')], HandleError: [unmodelled] },
    live: failing,
  },
];

/** Transient failures that exhaust all retries. */
const exhausted: Path[] = [
  ...(['ValidateInput', 'RequestEmbedding'] as const).map(
    (state): Path => ({
      name: `${state}-caught-${throttling}-after-4-retries_failed-TaskCrashed_redriven_succeeded`,
      script: { [state]: [...lambdaTroubles, throttled] },
      live: failingThenMask,
    }),
  ),
  ...(['ValidateMask', 'RequestReconstruction', 'NotifySuccess'] as const).map(
    (state): Path => ({
      name: `${state}-caught-${throttling}-after-4-retries_failed-TaskCrashed_redriven_succeeded`,
      script: { [state]: [...lambdaTroubles, throttled] },
      live: failingLate,
    }),
  ),
  {
    name: `WaitForMask-caught-${tableThrottling}-after-4-retries_failed-ServiceUnavailable_redriven_succeeded`,
    script: { WaitForMask: [...tableTroubles, tableThrottled] },
    live: failingThenMask,
  },
  {
    name: 'RequestEmbedding-caught-OutOfMemory-after-2-retries_failed_redriven_succeeded',
    script: { model: [modelFailed('ModelFailed'), modelFailed('WorkerDied'), modelFailed('OutOfMemory')] },
    live: failingThenMask,
  },
  {
    name: 'RequestReconstruction-caught-OutOfMemory-after-2-retries_failed_redriven_succeeded',
    sns: 'failed',
    script: { model: [pass, modelBroken, modelFailed('WorkerDied'), modelFailed('OutOfMemory')] },
    live: failingLate,
  },
  {
    name: `RequestEmbedding-caught-ImageUnreadable_HandleError-retried-4-times_failed-${throttling}_redriven_succeeded`,
    script: { model: [modelFailed('ImageUnreadable')], HandleError: [...lambdaTroubles, throttled] },
    live: failingThenMask,
  },
];

/** Permanent failures: HandleError, and a redrive that resumes at the failed state. */
const failed: Path[] = [
  ...(['PhotoNotAnImage', 'PhotoFormatUnknown', 'PhotoTruncated'] as const).map(
    (code): Path => ({
      name: `ValidateInput-caught-${code}_failed`,
      live: (session) => session.startWith(code),
    }),
  ),
  {
    name: 'ValidateMask-caught-Sandbox.Timedout_failed-StepTimedOut_redriven_succeeded',
    script: { ValidateMask: [functionTimedOut] },
    live: failingLate,
  },
  {
    name: 'RequestReconstruction-caught-MaskEmpty_failed_redriven_succeeded',
    script: { model: [pass, modelFailed('MaskEmpty')] },
    live: failingLate,
  },
  {
    name: 'NotifySuccess-caught-Sandbox.Timedout_failed-StepTimedOut_redriven_succeeded',
    script: { NotifySuccess: [functionTimedOut] },
    live: failingLate,
  },
  {
    name: 'RequestEmbedding-caught-ImageUnreadable_failed-Sandbox.Timedout_redriven_succeeded',
    script: { model: [modelFailed('ImageUnreadable')], HandleError: [functionTimedOut] },
    live: failingThenMask,
  },
];

/** Sessions that a user or operator ends. */
const stopped: Path[] = [
  {
    name: 'stopped-in-WaitForMask_redriven_succeeded',
    live: async (session) => {
      await waiting(session);
      await session.stop();
      await redrivenToTheMask(session);
    },
  },
  { name: 'stopped-in-WaitForMask', live: (session) => waiting(session).then(() => session.cancel()) },
  {
    name: 'stopped-in-RequestEmbedding',
    script: { endpoint: [taken] },
    live: (session) => asked(session, 'endpoint').then(() => session.stop()),
  },
];

/** Timeouts after hours. */
const slept: Path[] = [
  ...afterTimeout('Embedding', []),
  ...afterTimeout('Reconstruction', [pass]),
  {
    name: 'WaitForMask-caught-States.Timeout_failed-MaskDeadlinePassed_redriven_succeeded',
    live: waiting,
    asleep: { seconds: sleeps.mask, after: redrivenToTheMask },
  },
  {
    name: 'WaitForMask-caught-States.Timeout_timed-out-in-HandleError',
    script: { HandleError: [laterStill] },
    live: waiting,
    asleep: { seconds: sleeps.machine, from: 'start', after: (session) => session.end() },
  },
];

/** The model's notification is lost: its output exists, or an error, or nothing. */
function afterTimeout(stage: 'Embedding' | 'Reconstruction', before: readonly Fault[]): Path[] {
  const caught = `Request${stage}-caught-States.Timeout`;
  const check = `Check${stage}` as const;
  const seconds = stage === 'Embedding' ? sleeps.embedding : sleeps.reconstruction;
  const finish = stage === 'Embedding' ? toTheEnd : (session: Session) => session.end();
  const again = stage === 'Embedding' ? redrivenToTheMask : redriven;
  const silent: Script = { notification: [...before, lost] };
  const live = (place: 'notification' | 'endpoint') => (session: Session) =>
    asked(session, place, before.length > 0);
  return [
    {
      name: `${caught}_succeeded`,
      script: silent,
      live: live('notification'),
      asleep: { seconds, after: finish },
    },
    {
      name: `${caught}_${check}-retried-${unmodelledError}_succeeded`,
      script: { ...silent, [check]: [unmodelled] },
      live: live('notification'),
      asleep: { seconds, after: finish },
    },
    {
      name: `${caught}_${check}-caught-${throttling}-after-4-retries_failed-TaskCrashed_redriven_succeeded`,
      script: { ...silent, [check]: [...lambdaTroubles, throttled] },
      live: live('notification'),
      asleep: { seconds, after: again },
    },
    {
      name: `${caught}_${check}-caught-OutOfMemory_failed_redriven_succeeded`,
      script: { ...silent, model: [...before, modelFailed('OutOfMemory')] },
      live: live('notification'),
      asleep: { seconds, after: again },
    },
    {
      name: `${caught}_${check}-caught-InferenceTimedOut_failed_redriven_succeeded`,
      script: { endpoint: [...before, taken] },
      live: live('endpoint'),
      asleep: { seconds, after: again },
    },
  ];
}

export const paths: readonly Path[] = [...masks, ...retried, ...exhausted, ...failed, ...stopped, ...slept];
