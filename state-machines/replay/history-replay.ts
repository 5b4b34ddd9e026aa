/** Replays one recorded history on a definition, event by event, up to the first divergence. */
import type { Definition } from '../asl/definition/model.ts';
import { EvaluationError, HistoryMismatchError } from '../asl/errors.ts';
import { apply } from '../asl/execution/apply.ts';
import type { Branch } from '../asl/execution/branch.ts';
import type { Draft } from '../asl/execution/draft.ts';
import { Run } from '../asl/execution/run.ts';
import type { ExecutionFacts, HistoryEvent } from '../asl/types.ts';
import type { Coverage } from './coverage.ts';
import { describeEventType, describeField } from './describe-divergence.ts';
import { detailValues, identical } from './details.ts';
import { firstDifference, TIME_SHIFT } from './difference.ts';
import type { Divergence } from './divergence.ts';
import { dueOf, wake } from './due.ts';
import { branchAt, expectedIn } from './expected.ts';

/** Events from outside. They are taken as recorded wherever the definition can accept them. */
const FROM_OUTSIDE =
  /^(?:ExecutionStarted|ExecutionAborted|ExecutionTimedOut|ExecutionRedriven|(?:Task|LambdaFunction)(?:Submitted|Succeeded|Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed))$/;

export class HistoryReplay {
  readonly #run: Run;
  /** The same history under another name and at another time. Created on first use. */
  #shadows: { readonly elsewhere: Run; readonly later: Run } | undefined;
  readonly #definition: Definition;
  readonly #coverage: Coverage;
  readonly #facts: ExecutionFacts;
  readonly #followed: HistoryEvent[] = [];

  constructor(definition: Definition, facts: ExecutionFacts, coverage: Coverage) {
    this.#definition = definition;
    this.#facts = facts;
    this.#coverage = coverage;
    this.#run = new Run(facts, definition, tokenOf);
  }

  /** Replays the next event. @returns the divergence, or undefined when the definition does what was recorded */
  follow(event: HistoryEvent): Divergence | undefined {
    try {
      const divergence =
        this.#deadline(event) ?? (FROM_OUTSIDE.test(event.type) ? undefined : this.#decided(event));
      if (divergence !== undefined) return divergence;
      this.#fold(event);
      return undefined;
    } catch (error) {
      if (!(error instanceof HistoryMismatchError) && !(error instanceof EvaluationError)) throw error;
      return this.#misfit(event, error.message);
    }
  }

  #fold(event: HistoryEvent): void {
    apply(this.#run, event);
    this.#followed.push(event);
    if (this.#shadows === undefined) return;
    apply(this.#shadows.elsewhere, event);
    apply(this.#shadows.later, shifted(event));
  }

  /** Checks the timeout of the state machine. */
  #deadline(event: HistoryEvent): Divergence | undefined {
    const due = dueOf(this.#run.deadline, event, event.type === 'ExecutionTimedOut');
    if (due === undefined) return undefined;
    return { ...about(event, undefined), ...due, field: 'TimeoutSeconds', meaning: 'timeout changed' };
  }

  #decided(event: HistoryEvent): Divergence | undefined {
    const branch = branchAt(this.#run, event);
    const { phase } = branch;
    const early = this.#wake(branch, event);
    if (early !== undefined) return early;
    const now = expectedIn(this.#run, branch, event, event.timestamp);
    this.#coverage.observe(branch, phase, event);
    if (now?.type !== event.type) {
      const meaning = describeEventType(event.type, now?.type, branch.phase.kind);
      return { ...about(event, branch), field: 'type', recorded: event.type, now: nameOf(now), meaning };
    }
    return this.#concurrency(branch, event, now) ?? this.#details(branch, event, now);
  }

  /** Checks the time at which a wait or a retry delay ends. */
  #wake(branch: Branch, event: HistoryEvent): Divergence | undefined {
    const { phase } = branch;
    const retry = phase.kind === 'retrying';
    const due = wake(branch, event, retry && hasJitter(branch, phase.retrier));
    if (this.#shadows !== undefined) {
      wake(branchAt(this.#shadows.elsewhere, event), event, true);
      wake(branchAt(this.#shadows.later, event), event, true);
    }
    if (due === undefined) return undefined;
    return {
      ...about(event, branch),
      ...due,
      field: 'timestamp',
      meaning: retry ? 'retry delay changed' : 'wait changed',
    };
  }

  #concurrency(branch: Branch, event: HistoryEvent, now: Draft): Divergence | undefined {
    if (event.type !== 'MapIterationStarted' || event.previousEventId === now.previousEventId)
      return undefined;
    const field = 'previousEventId';
    return {
      ...about(event, branch),
      field,
      recorded: event.previousEventId,
      now: now.previousEventId,
      meaning: describeField(field),
    };
  }

  #details(branch: Branch, event: HistoryEvent, now: Draft): Divergence | undefined {
    if (now.member === undefined || identical(event[now.member], now.details)) return undefined;
    const recorded = detailValues(event[now.member]);
    const mine = detailValues(now.details);
    if (firstDifference(recorded, { now: mine, elsewhere: mine, later: mine }, '') === undefined)
      return undefined;
    const difference = firstDifference(recorded, { now: mine, ...this.#elsewhereAndLater(event) }, '');
    if (difference === undefined) return undefined;
    const field = difference.path.slice(1);
    return {
      ...about(event, branch),
      field,
      recorded: difference.recorded,
      now: difference.now,
      meaning: describeField(field),
    };
  }

  #elsewhereAndLater(event: HistoryEvent) {
    this.#shadows ??= this.#makeShadows(event);
    const { elsewhere, later } = this.#shadows;
    const valuesIn = (run: Run, at: number) =>
      detailValues(expectedIn(run, branchAt(run, event), event, at)?.details);
    return {
      elsewhere: valuesIn(elsewhere, event.timestamp),
      later: valuesIn(later, event.timestamp + TIME_SHIFT),
    };
  }

  #makeShadows(event: HistoryEvent) {
    const elsewhere = new Run(
      renamed(this.#facts),
      this.#definition,
      (arn, id) => `elsewhere ${tokenOf(arn, id)}`,
    );
    const startTime = this.#facts.startTime + TIME_SHIFT;
    const later = new Run({ ...this.#facts, startTime }, this.#definition, tokenOf);
    for (const one of this.#followed) {
      apply(elsewhere, one);
      apply(later, shifted(one));
    }
    wake(branchAt(elsewhere, event), event, true);
    wake(branchAt(later, event), event, true);
    return { elsewhere, later };
  }

  /** The definition cannot accept the event. */
  #misfit(event: HistoryEvent, message: string): Divergence {
    const branch = this.#run.tips.get(event.previousEventId) ?? this.#run.root;
    const meaning = event.type.endsWith('StateEntered')
      ? 'state removed or its type changed'
      : 'step changed';
    return { ...about(event, branch), field: 'type', recorded: event.type, now: message, meaning };
  }
}

function about(event: HistoryEvent, branch: Branch | undefined) {
  return { eventId: event.id, eventType: event.type, state: branch?.visit?.state.name };
}

function nameOf(now: Draft | undefined): string {
  if (now === undefined) return 'nothing (waiting)';
  const name = now.details?.name;
  return typeof name === 'string' ? `${now.type} '${name}'` : now.type;
}

function hasJitter(branch: Branch, retrier: number): boolean {
  const state = branch.visit?.state;
  return state !== undefined && 'retriers' in state && state.retriers[retrier]?.jitter === true;
}

function shifted(event: HistoryEvent): HistoryEvent {
  return { ...event, timestamp: event.timestamp + TIME_SHIFT };
}

function renamed(facts: ExecutionFacts): ExecutionFacts {
  return {
    ...facts,
    executionArn: `${facts.executionArn}-elsewhere`,
    name: `${facts.name}-elsewhere`,
    stateMachineArn: `${facts.stateMachineArn}-elsewhere`,
    stateMachineName: `${facts.stateMachineName}-elsewhere`,
    roleArn: `${facts.roleArn}-elsewhere`,
  };
}

function tokenOf(executionArn: string, scheduledEventId: number): string {
  return `${executionArn} ${scheduledEventId}`;
}
