/** Runs a case on a virtual clock: tasks answer as the case says, time jumps to whatever is due next. */
import * as z from 'zod';
import { compile, type HistoryEvent, type TaskCall } from '../asl/index.ts';
import type { Execution, ExecutionFacts, Machine, Stimulus } from '../asl/types.ts';

const result = z.object({
  type: z.string(),
  output: z.json().optional(),
  error: z.string().nullish(),
  cause: z.json().optional(),
});
const answer = z.object({
  state: z.string(),
  /** The API's own answer, before the token came back. */
  submitted: z.json().optional(),
  /** Absent where the recording ends before it. */
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
/** What a call returns; nothing where it will never be answered. */
export type Answerer = (call: TaskCall) => Answer | undefined;

const START = Date.UTC(2026, 0, 1);
const SCOPE = 'us-east-1:000000000000';

/** @throws InvalidDefinitionError */
export function simulate({ id, definition, input, inputText, tasks }: Case): HistoryEvent[] {
  const facts = simulatedFacts(id, inputText ?? JSON.stringify(input ?? {}));
  return new Simulation(compile(definition), facts, inOrder(tasks)).run();
}

/** The answers of each state, in their order. */
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
  readonly #machine: Machine;
  readonly #answer: Answerer;
  readonly #stimuli: Stimulus[] = [];
  #now = START;
  /** Tasks that are out and get no answer, and whether their timeout is meant to come. */
  readonly #silent = new Map<number, boolean>();

  constructor(machine: Machine, facts: ExecutionFacts, answer: Answerer) {
    this.#machine = machine;
    this.execution = machine.begin(facts);
    this.#answer = answer;
  }

  /** From the beginning to where nothing more follows. */
  run(): HistoryEvent[] {
    this.#stimuli.push({ kind: 'start' });
    return this.#go(START);
  }

  /** Goes on from a history that stops anywhere. @returns the events after it */
  resume(history: readonly HistoryEvent[]): HistoryEvent[] {
    this.#machine.fold(this.execution, history);
    const { calls, nextTimer = START } = this.#machine.outstanding(this.execution);
    for (const call of calls) this.#call(call);
    const now = history.at(-1)?.timestamp ?? START;
    if (this.#stimuli.length > 0) return this.#go(now);
    this.#stimuli.push({ kind: 'timer' });
    return this.#go(Math.max(now, nextTimer));
  }

  /** Something else happens, once nothing more follows by itself. @returns the events that it brings about */
  happen(stimulus: Stimulus): HistoryEvent[] {
    this.#stimuli.push(stimulus);
    return this.#go(this.#now);
  }

  #go(start: number): HistoryEvent[] {
    const history: HistoryEvent[] = [];
    let now = start;
    for (let stimulus = this.#stimuli.shift(); stimulus !== undefined; stimulus = this.#stimuli.shift()) {
      const { events, calls, nextTimer } = this.#machine.advance(this.execution, stimulus, now);
      for (const event of events) history.push(event);
      for (const call of calls) this.#call(call);
      if (this.#stimuli.length > 0 || nextTimer === undefined || !this.#timeGoesOn()) continue;
      now = Math.max(now, nextTimer);
      this.#stimuli.push({ kind: 'timer' });
    }
    this.#now = now;
    return history;
  }

  /** A timeout is no answer: its time comes by itself. */
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

  /** A recording that ends before a task's answer ends there: what is due later is not waited for. */
  #timeGoesOn(): boolean {
    if (this.#silent.size === 0) return true;
    const out = new Set(this.#machine.outstanding(this.execution).calls.map((call) => call.scheduledEventId));
    const silent = [...this.#silent].filter(([id]) => out.has(id));
    return silent.length === 0 || silent.some(([, timesOut]) => timesOut);
  }
}

/** Recordings hold JSON text, or the object that it was. */
function jsonText(output: Case['input']): string {
  return typeof output === 'string' ? output : JSON.stringify(output ?? null);
}
