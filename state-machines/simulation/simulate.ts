/** Runs a case on a virtual clock. Tasks return the results of the case, and time jumps to the next due timer. */
import * as z from 'zod';
import { compile, type HistoryEvent, type TaskCall } from '../asl/index.ts';
import type { Execution, ExecutionFacts, StateMachine, Stimulus } from '../asl/types.ts';

const result = z.object({
  type: z.string(),
  output: z.json().optional(),
  error: z.string().nullish(),
  cause: z.json().optional(),
});
const answer = z.object({
  state: z.string(),
  /** The API's response before the token is answered. */
  submitted: z.json().optional(),
  /** Absent when the recording ends before the result. */
  result: result.nullish(),
});
export const caseSchema = z.object({
  id: z.string(),
  definition: z.json(),
  input: z.json().optional(),
  inputText: z.string().nullish(),
  tasks: z.array(answer).default([]),
});
export type Case = z.infer<typeof caseSchema>;
/** What one attempt of a Task returns. */
export type Answer = Omit<z.input<typeof answer>, 'state'>;
/** Returns the answer to a call, or undefined when it is never answered. */
export type Answerer = (call: TaskCall) => Answer | undefined;

const START = Date.UTC(2026, 0, 1);
const SCOPE = 'us-east-1:000000000000';

/**
 * Runs a case to its end.
 * @throws InvalidDefinitionError
 * @example
 * const history = simulate({ id: 'one', definition, input: { n: 1 }, tasks: [] });
 * history.at(-1)?.type; // 'ExecutionSucceeded'
 */
export function simulate({ id, definition, input, inputText, tasks }: Case): HistoryEvent[] {
  const facts = simulatedFacts(id, inputText ?? JSON.stringify(input ?? {}));
  return new Simulation(compile(definition), facts, inOrder(tasks)).run();
}

/** Gives each state its answers in order. */
export function inOrder(answers: readonly (Answer & { readonly state: string })[]): Answerer {
  const queues = Map.groupBy(answers, ({ state }) => state);
  return ({ stateName }) => queues.get(stateName)?.shift();
}

export function simulatedFacts(name: string, input: string): ExecutionFacts {
  return {
    executionArn: `arn:aws:states:${SCOPE}:execution:simulated:${name}`,
    name,
    stateMachineArn: `arn:aws:states:${SCOPE}:stateMachine:simulated`,
    stateMachineName: 'simulated',
    roleArn: 'arn:aws:iam::000000000000:role/simulated',
    region: 'us-east-1',
    startTime: START,
    input,
  };
}

export class Simulation {
  readonly execution: Execution;
  readonly #stateMachine: StateMachine;
  readonly #answer: Answerer;
  readonly #stimuli: Stimulus[] = [];
  #now = START;
  /** Tasks that get no answer, and whether the case expects their timeout. */
  readonly #silent = new Map<number, boolean>();

  constructor(stateMachine: StateMachine, facts: ExecutionFacts, answer: Answerer) {
    this.#stateMachine = stateMachine;
    this.execution = stateMachine.start(facts);
    this.#answer = answer;
  }

  /** Runs the execution until nothing more follows. */
  run(): HistoryEvent[] {
    this.#stimuli.push({ kind: 'start' });
    return this.#go(START);
  }

  /** Continues a history that stops anywhere. @returns the new events */
  resume(history: readonly HistoryEvent[]): HistoryEvent[] {
    this.#stateMachine.fold(this.execution, history);
    const { calls, nextTimer = START } = this.#stateMachine.outstanding(this.execution);
    for (const call of calls) this.#call(call);
    const now = history.at(-1)?.timestamp ?? START;
    if (this.#stimuli.length > 0) return this.#go(now);
    this.#stimuli.push({ kind: 'timer' });
    return this.#go(Math.max(now, nextTimer));
  }

  /** Applies another stimulus after a run. @returns the new events */
  apply(stimulus: Stimulus): HistoryEvent[] {
    this.#stimuli.push(stimulus);
    return this.#go(this.#now);
  }

  #go(start: number): HistoryEvent[] {
    const history: HistoryEvent[] = [];
    let now = start;
    for (let stimulus = this.#stimuli.shift(); stimulus !== undefined; stimulus = this.#stimuli.shift()) {
      const { events, calls, nextTimer } = this.#stateMachine.advance(this.execution, stimulus, now);
      for (const event of events) history.push(event);
      for (const call of calls) this.#call(call);
      if (this.#stimuli.length > 0 || nextTimer === undefined || !this.#timePasses()) continue;
      now = Math.max(now, nextTimer);
      this.#stimuli.push({ kind: 'timer' });
    }
    this.#now = now;
    return history;
  }

  /** Queues the answer to a call. A timeout needs none, because it happens on the virtual clock. */
  #call(call: TaskCall): void {
    const { scheduledEventId, submitted } = call;
    const given = this.#answer(call);
    if (given?.submitted !== undefined && !submitted) {
      this.#stimuli.push({
        kind: 'taskSubmitted',
        scheduledEventId,
        output: JSON.stringify(given.submitted),
      });
    }
    const { type = 'Unanswered', output, error, cause } = given?.result ?? {};
    if (type.endsWith('Succeeded')) {
      this.#stimuli.push({ kind: 'taskSucceeded', scheduledEventId, output: jsonText(output) });
    } else if (type.endsWith('Failed')) {
      const text = cause === undefined || typeof cause === 'string' ? cause : JSON.stringify(cause);
      this.#stimuli.push({ kind: 'taskFailed', scheduledEventId, error: error ?? undefined, cause: text });
    } else {
      this.#silent.set(scheduledEventId, type.endsWith('TimedOut'));
    }
  }

  /** False when the case ends before a task's result, so that later timers do not fire. */
  #timePasses(): boolean {
    if (this.#silent.size === 0) return true;
    const out = new Set(
      this.#stateMachine.outstanding(this.execution).calls.map((call) => call.scheduledEventId),
    );
    const silent = [...this.#silent].filter(([id]) => out.has(id));
    return silent.length === 0 || silent.some(([, timesOut]) => timesOut);
  }
}

/** Recordings hold JSON text or the parsed value. */
function jsonText(output: Case['input']): string {
  return typeof output === 'string' ? output : JSON.stringify(output ?? null);
}
