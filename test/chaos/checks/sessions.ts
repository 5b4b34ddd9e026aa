import { killedThread } from '#local/testing/faults/threads.ts';
import type { Evidence, LoggedFault } from './evidence.ts';

/** Failures that users of a run cause. */
const expectedFailures = new Set(['MaskRefusedTooOften']);
/** Failures that faults may cause. */
const faultFailures = new Set([
  ...expectedFailures,
  'ServiceUnavailable',
  'StepTimedOut',
  'InferenceTimedOut',
  'InferenceExpired',
  'ModelFailed',
  'ModelTimedOut',
  'WorkerDied',
  'ModelAnswerInvalid',
  'StorageDenied',
  'StorageFull',
]);

/** Checks that every session has ended in an expected state, that its user saw that state, and that its objects exist. */
export function sessionProblems(evidence: Evidence, faults: boolean): string[] {
  const { sessions, rows, objects } = evidence;
  const allowed = new Set(faults ? faultFailures : expectedFailures);
  // A crashed function fails the session with this code.
  if (evidence.faults.some(isDeath)) allowed.add('InternalError');
  const open = [...rows.values()].flatMap(({ job_id, status, mask_token, reason }) => {
    if (status === 'processing' || status === 'awaiting_mask') return [`${job_id} is still ${status}`];
    if (mask_token !== undefined) return [`${job_id} is ${status} and still has a mask token`];
    const odd = status === 'failed' && !allowed.has(reason?.code ?? '');
    return odd ? [`${job_id} failed with ${reason?.code}`] : [];
  });
  const seen = sessions.flatMap(({ jobId, last, plan }) => {
    const row = rows.get(jobId);
    if (row === undefined) return [`${jobId} has no row`];
    const problems = row.status === last.status ? [] : [`${jobId} was ${last.status} and is ${row.status}`];
    const deleted = plan.deletedAfter !== undefined;
    if (deleted !== (row.status === 'cancelled'))
      problems.push(`${jobId} is ${row.status}, deleted: ${deleted}`);
    return problems;
  });
  const broken = [...objects].flatMap(([jobId, { problems }]) => problems.map((one) => `${jobId}: ${one}`));
  return [...open, ...seen, ...broken];
}

function isDeath({ call, fault }: LoggedFault): boolean {
  if (call === killedThread.call) return fault === killedThread.fault;
  return call.startsWith('lambda ') && (fault === 'answered' || fault === 'replaced');
}
