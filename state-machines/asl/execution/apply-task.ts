/** Applies the events of a Task's call. */
import { HistoryMismatchError } from '../errors.ts';
import type { HistoryEvent } from '../types.ts';
import type { Branch, Call } from './branch.ts';
import type { Details } from './details.ts';
import { raise } from './failing.ts';
import type { Run } from './run.ts';

export function schedule(run: Run, branch: Branch, event: HistoryEvent, details: Details): void {
  const call: Call = {
    scheduledEventId: event.id,
    scheduledAt: event.timestamp,
    parameters: details.optionalText('parameters') ?? details.text('input'),
    timeout: details.optionalNumber('timeoutInSeconds'),
    heartbeat: details.optionalNumber('heartbeatInSeconds'),
    stage: 'scheduled',
    beatAt: event.timestamp,
  };
  branch.phase = { kind: 'calling', call };
  run.moveTip(branch, event.id);
  run.calls.set(event.id, { branch, call });
  run.enqueue(branch);
  watch(run, call, () => call.scheduledAt, call.timeout);
  watch(run, call, () => call.beatAt, call.heartbeat);
}

/** Sets the timer of a timeout or heartbeat. After a heartbeat the timer is set again when it fires. */
function watch(run: Run, call: Call, since: () => number, seconds: number | undefined): void {
  if (seconds === undefined) return;
  const set = (): void => {
    const from = since();
    run.timers.add({
      due: from + seconds * 1000,
      isLive: () => run.calls.get(call.scheduledEventId)?.call === call,
      fire: () => {
        if (since() === from) return call.scheduledEventId;
        set();
        return undefined;
      },
    });
  };
  set();
}

export function proceed(run: Run, branch: Branch, event: HistoryEvent, stage: 'started' | 'submitted'): void {
  const call = callOf(branch, event);
  call.stage = stage;
  call.beatAt = event.timestamp;
  run.moveTip(branch, event.id);
  run.ready.delete(branch);
}

export function succeed(run: Run, branch: Branch, event: HistoryEvent, output: string): void {
  callOf(branch, event);
  run.dropCall(branch);
  branch.phase = { kind: 'succeeded', result: output, previous: event.id };
  run.moveTip(branch, event.id);
  run.enqueue(branch);
}

export function fail(run: Run, branch: Branch, event: HistoryEvent, details: Details): void {
  const { scheduledAt, timeout } = callOf(branch, event);
  const timedOut = event.type.endsWith('TimedOut');
  const late = timeout !== undefined && event.timestamp >= scheduledAt + timeout * 1000;
  run.dropCall(branch);
  run.moveTip(branch, event.id);
  raise(run, branch, {
    error: details.optionalText('error'),
    cause: details.optionalText('cause'),
    eventId: event.id,
    at: event.timestamp,
    heartbeat: timedOut && !late,
  });
}

function callOf(branch: Branch, event: HistoryEvent): Call {
  if (branch.phase.kind === 'calling') return branch.phase.call;
  throw new HistoryMismatchError(event.id, 'no task is pending');
}
