import { killedThread } from '../faults/threads.ts';
import type { Evidence, Fault } from './evidence.ts';

/** Ends that the sessions of a run may have by what their users did. */
const expectedFailures = new Set(['MaskRefusedTooOften']);
/** Ends that faults may bring about; all of them are told to the user. */
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

/** Every session has ended in a defined state, as its user saw it, with all that belongs to the state. */
export function sessionProblems(evidence: Evidence, faults: boolean): string[] {
  const { played, rows, objects } = evidence;
  const allowed = new Set(faults ? faultFailures : expectedFailures);
  // What a user is told when a function died (TaskCrashed).
  if (evidence.faults.some(isDeath)) allowed.add('InternalError');
  const open = [...rows.values()].flatMap(({ job_id, status, mask_token, reason }) => {
    if (status === 'processing' || status === 'awaiting_mask') return [`${job_id} is still ${status}`];
    if (mask_token !== undefined) return [`${job_id} is ${status} and still has a mask token`];
    const odd = status === 'failed' && !allowed.has(reason?.code ?? '');
    return odd ? [`${job_id} failed with ${reason?.code}`] : [];
  });
  const seen = played.flatMap(({ jobId, last, plan }) => {
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

function isDeath({ call, trouble }: Fault): boolean {
  if (call === killedThread.call) return trouble === killedThread.trouble;
  return call.startsWith('lambda ') && (trouble === 'answered' || trouble === 'replaced');
}
