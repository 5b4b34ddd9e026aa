import type { Definition } from './definition/model.ts';
import { EvaluationError, HistoryMismatchError } from './errors.ts';
import { Advancer } from './execution/advancer.ts';
import { apply } from './execution/apply.ts';
import { taskCall } from './execution/calls.ts';
import { Run, type TokenMaker } from './execution/run.ts';
import type {
  Advance,
  Execution,
  ExecutionFacts,
  HistoryEvent,
  Outstanding,
  StateMachine,
  Stimulus,
} from './types.ts';

export class CompiledStateMachine implements StateMachine {
  readonly #definition: Definition;
  readonly #token: TokenMaker;

  constructor(definition: Definition, token: TokenMaker) {
    this.#definition = definition;
    this.#token = token;
  }

  start(facts: ExecutionFacts): Execution {
    return new Run(facts, this.#definition, this.#token);
  }

  fold(execution: Execution, events: Iterable<HistoryEvent>): Execution {
    const run = asRun(execution);
    for (const event of events) foldOne(run, event);
    return run;
  }

  restoreHeartbeat(execution: Execution, scheduledEventId: number, at: number): void {
    const pending = asRun(execution).calls.get(scheduledEventId);
    if (pending !== undefined) pending.call.beatAt = Math.max(pending.call.beatAt, at);
  }

  advance(execution: Execution, stimulus: Stimulus, now: number): Advance {
    const run = asRun(execution);
    const advancer = new Advancer(run, now);
    advancer.advance(stimulus);
    return { events: advancer.events, calls: advancer.calls, nextTimer: nextTimer(run) };
  }

  outstanding(execution: Execution): Outstanding {
    const run = asRun(execution);
    const pending = [...run.calls.values()].filter(({ call }) => call.stage !== 'scheduled');
    return {
      calls: pending.map(({ branch, call }) => taskCall(run, branch, call)),
      nextTimer: nextTimer(run),
    };
  }
}

function foldOne(run: Run, event: HistoryEvent): void {
  if (event.id !== run.lastEventId + 1) {
    throw new HistoryMismatchError(event.id, `event ${run.lastEventId + 1} is missing before it`);
  }
  try {
    apply(run, event);
  } catch (error) {
    if (error instanceof EvaluationError) throw new HistoryMismatchError(event.id, error.message);
    throw error;
  }
}

/** A history that stops in the middle of a step is due at once. */
function nextTimer(run: Run): number | undefined {
  if (run.status !== 'RUNNING' || run.lastEventId === 0) return undefined;
  if (run.ready.size > 0) return run.lastTimestamp;
  const due = Math.min(run.timers.next()?.due ?? Number.POSITIVE_INFINITY, run.deadline);
  return Number.isFinite(due) ? due : undefined;
}

function asRun(execution: Execution): Run {
  if (execution instanceof Run) return execution;
  throw new TypeError('The execution was not started by a state machine of this interpreter.');
}
