/** Turns stimuli into events. All new events are created here. */
import { EvaluationError } from '../errors.ts';
import type { HistoryEvent, Stimulus, TaskCall } from '../types.ts';
import { apply } from './apply.ts';
import type { Branch } from './branch.ts';
import { taskCall } from './calls.ts';
import { decide } from './decide.ts';
import { type Draft, draft } from './draft.ts';
import { evaluationFailed, eventsUsedUp, executionTimedOut, fatal } from './fatal.ts';
import { NoChoiceMatched, ResultTooLarge } from './limits.ts';
import type { Run } from './run.ts';
import { answer, timedOut } from './task-events.ts';

/** AWS's limit. The last event is reserved for the failure that reports it. */
const MAX_EVENTS = 25_000;

export class Advancer {
  readonly events: HistoryEvent[] = [];
  readonly #calls: TaskCall[] = [];
  readonly #run: Run;
  readonly #now: number;

  /** @param now epoch milliseconds */
  constructor(run: Run, now: number) {
    this.#run = run;
    this.#now = Math.max(now, run.lastTimestamp);
  }

  /** Tasks that were scheduled and still wait for their result. */
  get calls(): TaskCall[] {
    return this.#calls.filter((call) => this.#run.calls.has(call.scheduledEventId));
  }

  advance(stimulus: Stimulus): void {
    if (this.#run.lastEventId === 0) {
      if (stimulus.kind === 'start') this.#start();
    } else if (this.#run.status === 'RUNNING') {
      this.#settle();
      this.#handle(stimulus);
    } else if (stimulus.kind === 'redrive' && this.#run.status !== 'SUCCEEDED') {
      this.#emit(
        draft('ExecutionRedriven', this.#run.lastEventId, 'executionRedrivenEventDetails', {
          redriveCount: this.#run.redriveCount + 1,
        }),
      );
    }
    this.#settle();
  }

  #start(): void {
    const { input, roleArn } = this.#run.facts;
    const details = { input, inputDetails: { truncated: false }, roleArn };
    this.#emit(draft('ExecutionStarted', 0, 'executionStartedEventDetails', details));
  }

  #handle(stimulus: Stimulus): void {
    if (this.#run.status !== 'RUNNING') return;
    switch (stimulus.kind) {
      case 'taskSubmitted':
      case 'taskSucceeded':
      case 'taskFailed': {
        const event = answer(this.#run, stimulus);
        if (event !== undefined) this.#emit(event);
        return;
      }
      case 'heartbeat': {
        const pending = this.#run.calls.get(stimulus.scheduledEventId);
        if (pending !== undefined) pending.call.beatAt = this.#now;
        return;
      }
      case 'stop': {
        const { error, cause } = stimulus;
        this.#emit(draft('ExecutionAborted', 0, 'executionAbortedEventDetails', { error, cause }));
        return;
      }
      case 'start':
      case 'timer':
      case 'redrive':
        return;
    }
  }

  /** Continues until no further event follows at this time. */
  #settle(): void {
    do this.#drain();
    while (this.#run.status === 'RUNNING' && this.#fireNext());
  }

  /** Advances every branch as far as possible. A scheduled task starts after all other branches had their turn. */
  #drain(): void {
    for (let branch = this.#nextReady(); branch !== undefined; branch = this.#nextReady()) {
      const next = this.#run.lastEventId >= MAX_EVENTS - 1 ? eventsUsedUp(this.#run) : this.#decide(branch);
      if (next === undefined) this.#run.ready.delete(branch);
      else this.#emit(next);
    }
  }

  #nextReady(): Branch | undefined {
    const { value } = this.#run.ready.values().next();
    return value;
  }

  #decide(branch: Branch): Draft | undefined {
    try {
      return decide(this.#run, branch, this.#now);
    } catch (error) {
      if (error instanceof EvaluationError) return evaluationFailed(branch, error);
      if (error instanceof NoChoiceMatched || error instanceof ResultTooLarge) return fatal(branch, error);
      throw error;
    }
  }

  #fireNext(): boolean {
    const { timers, deadline } = this.#run;
    // Events carry the current time, and nothing may happen after the deadline.
    if (deadline <= this.#now) {
      this.#emit(executionTimedOut());
      return true;
    }
    const first = timers.next();
    const scheduledEventId = timers.takeDue(this.#now)?.fire();
    if (first === undefined || first.due > this.#now) return false;
    const pending = scheduledEventId === undefined ? undefined : this.#run.calls.get(scheduledEventId);
    if (pending !== undefined) this.#emit(timedOut(pending.branch));
    return true;
  }

  #emit({ type, previousEventId, member, details }: Draft): void {
    const event: HistoryEvent = {
      id: this.#run.lastEventId + 1,
      previousEventId,
      timestamp: this.#now,
      type,
      ...(member === undefined ? {} : { [member]: details }),
    };
    apply(this.#run, event);
    this.events.push(event);
    if (type === 'TaskStarted' || type === 'LambdaFunctionStarted') this.#call(event.previousEventId);
  }

  #call(scheduledEventId: number): void {
    const pending = this.#run.calls.get(scheduledEventId);
    if (pending !== undefined) this.#calls.push(taskCall(this.#run, pending.branch, pending.call));
  }
}
