/** Follows a recorded history with a definition, event by event, up to the first difference. */
import type { Definition } from '../asl/definition/model.ts';
import { EvaluationError, HistoryMismatchError } from '../asl/errors.ts';
import { apply } from '../asl/execution/apply.ts';
import type { Branch } from '../asl/execution/branch.ts';
import type { Draft } from '../asl/execution/draft.ts';
import { Run } from '../asl/execution/run.ts';
import type { ExecutionFacts, HistoryEvent } from '../asl/types.ts';
import type { Coverage } from './coverage.ts';
import { detailValues, identical } from './details.ts';
import { firstDifference, TIME_SHIFT } from './difference.ts';
import type { Divergence } from './divergence.ts';
import { dueOf, wake } from './due.ts';
import { branchAt, expectedIn } from './expected.ts';
import { meaningOfField, meaningOfType } from './meaning.ts';

/** Events that come from outside: they are believed, where there is room for them. */
const FROM_OUTSIDE =
  /^(?:ExecutionStarted|ExecutionAborted|ExecutionTimedOut|ExecutionRedriven|(?:Task|LambdaFunction)(?:Submitted|Succeeded|Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed))$/;

export class Follower {
  readonly #run: Run;
  /** The same history in an execution of another name, and at another time: made when first needed. */
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

  /** @returns the divergence, or nothing where the definition does what was recorded */
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

  /** Of the machine as a whole. */
  #deadline(event: HistoryEvent): Divergence | undefined {
    const due = dueOf(this.#run.deadline, event, event.type === 'ExecutionTimedOut');
    if (due === undefined) return undefined;
    return { ...about(event, undefined), ...due, field: 'TimeoutSeconds', meaning: 'a timeout that changed' };
  }

  #decided(event: HistoryEvent): Divergence | undefined {
    const branch = branchAt(this.#run, event);
    const { phase } = branch;
    const early = this.#wake(branch, event);
    if (early !== undefined) return early;
    const now = expectedIn(this.#run, branch, event, event.timestamp);
    this.#coverage.observe(branch, phase, event);
    if (now?.type !== event.type) {
      const meaning = meaningOfType(event.type, now?.type, branch.phase.kind);
      return { ...about(event, branch), field: 'type', recorded: event.type, now: nameOf(now), meaning };
    }
    return this.#concurrency(branch, event, now) ?? this.#details(branch, event, now);
  }

  /** A wait or a retry that ends: at its time? */
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
      meaning: retry ? 'another delay of a retry' : 'another wait',
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
      meaning: meaningOfField(field),
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
      meaning: meaningOfField(field),
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

  /** The event has no place in what the definition has come to. */
  #misfit(event: HistoryEvent, message: string): Divergence {
    const branch = this.#run.tips.get(event.previousEventId) ?? this.#run.root;
    const gone = event.type.endsWith('StateEntered')
      ? 'the state is gone, or of another type'
      : 'another step';
    return { ...about(event, branch), field: 'type', recorded: event.type, now: message, meaning: gone };
  }
}

function about(event: HistoryEvent, branch: Branch | undefined) {
  return { eventId: event.id, eventType: event.type, state: branch?.visit?.state.name };
}

function nameOf(now: Draft | undefined): string {
  if (now === undefined) return 'nothing: it waits';
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
