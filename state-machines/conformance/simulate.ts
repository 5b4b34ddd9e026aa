/** Runs a case on a virtual clock: tasks answer as the case says, time jumps to whatever is due next. */
import * as z from 'zod';
import { compile, type HistoryEvent, type TaskCall } from '#state-machines/asl/index.ts';
import type { Execution, Machine, Stimulus } from '#state-machines/asl/types.ts';

const answer = z.object({
  type: z.string(),
  output: z.json().optional(),
  error: z.string().optional(),
  cause: z.json().optional(),
});
const task = z.object({
  state: z.string(),
  submitted: z.json().optional(),
  result: answer.optional(),
});
export const caseSchema = z.object({
  id: z.string(),
  definition: z.json(),
  input: z.json().optional(),
  inputText: z.string().nullish(),
  tasks: z.array(task).default([]),
});
export type Case = z.infer<typeof caseSchema>;
type Task = z.infer<typeof task>;

const START = Date.UTC(2026, 0, 1);
const ACCOUNT = 'us-east-1:000000000000';

/** @throws InvalidDefinitionError */
export function simulate(one: Case): HistoryEvent[] {
  return new Simulation(one).run();
}

class Simulation {
  readonly #machine: Machine;
  readonly #execution: Execution;
  /** What each state's attempts answer, in order. */
  readonly #answers = new Map<string, Task[]>();
  readonly #stimuli: Stimulus[] = [{ kind: 'start' }];

  constructor({ id, definition, input, inputText, tasks }: Case) {
    this.#machine = compile(definition);
    this.#execution = this.#machine.begin({
      executionArn: `arn:aws:states:${ACCOUNT}:execution:simulated:${id}`,
      name: id,
      stateMachineArn: `arn:aws:states:${ACCOUNT}:stateMachine:simulated`,
      stateMachineName: 'simulated',
      roleArn: 'arn:aws:iam::000000000000:role/simulated',
      region: 'us-east-1',
      startTime: START,
      input: inputText ?? JSON.stringify(input ?? {}),
    });
    for (const one of tasks) {
      this.#answers.set(one.state, [...(this.#answers.get(one.state) ?? []), one]);
    }
  }

  run(): HistoryEvent[] {
    const history: HistoryEvent[] = [];
    let now = START;
    for (let stimulus = this.#stimuli.shift(); stimulus !== undefined; stimulus = this.#stimuli.shift()) {
      const { events, calls, nextTimer } = this.#machine.advance(this.#execution, stimulus, now);
      history.push(...events);
      for (const call of calls) this.#stimuli.push(...this.#answer(call));
      if (this.#stimuli.length > 0 || nextTimer === undefined) continue;
      now = Math.max(now, nextTimer);
      this.#stimuli.push({ kind: 'timer' });
    }
    return history;
  }

  /** A timeout is no answer: its time comes by itself. */
  #answer({ stateName, scheduledEventId }: TaskCall): Stimulus[] {
    const given = this.#answers.get(stateName)?.shift();
    if (given === undefined) return [];
    const stimuli: Stimulus[] = [];
    if (given.submitted !== undefined) {
      stimuli.push({ kind: 'taskSubmitted', scheduledEventId, output: JSON.stringify(given.submitted) });
    }
    const { type, output, error, cause } = given.result ?? { type: '' };
    if (type.endsWith('Succeeded')) {
      stimuli.push({ kind: 'taskSucceeded', scheduledEventId, output: recorded(output) });
    } else if (type.endsWith('Failed')) {
      const text = cause === undefined || typeof cause === 'string' ? cause : JSON.stringify(cause);
      stimuli.push({ kind: 'taskFailed', scheduledEventId, error, cause: text });
    }
    return stimuli;
  }
}

/** Recordings hold JSON text, or the object that it was. */
function recorded(output: Case['input']): string {
  return typeof output === 'string' ? output : JSON.stringify(output ?? null);
}
