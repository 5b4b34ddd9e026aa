import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Definitions } from '#local/step-functions/runtime/definitions.ts';
import { Engine } from '#local/step-functions/runtime/engine.ts';
import { Loader } from '#local/step-functions/runtime/loader.ts';
import { StateMachines } from '#local/step-functions/runtime/state-machines.ts';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';
import { newRow } from '#local/step-functions/store/executions.ts';
import { openStore } from '#local/step-functions/store/store.ts';
import type { Execution, HistoryEvent, StateMachine, Stimulus } from '#state-machines/asl/types.ts';
import {
  accountId,
  definition,
  executionArn,
  machineArn,
  region,
  roleArn,
  stateMachine,
} from '../runtime.ts';
import { problemsOf } from '../well-formed.ts';

const call = (resource: string, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::lambda:invoke${resource}`,
  Arguments: { FunctionName: 'f' },
  End: true,
  ...more,
});
const retry = [
  { ErrorEquals: ['Again', 'States.Timeout'], MaxAttempts: 2, IntervalSeconds: 5, JitterStrategy: 'FULL' },
];
const branch = (states: object) => ({ StartAt: Object.keys(states)[0], States: states });
const work = { TimeoutSeconds: 20, Retry: retry };
const ask = { TimeoutSeconds: 90, HeartbeatSeconds: 15, Retry: retry };
const caught = [{ ErrorEquals: ['Fatal'], Next: 'Last' }];
const first = { Type: 'Pass', Assign: { id: '{% $uuid() %}' } };
const last = call('.waitForTaskToken', { HeartbeatSeconds: 20 });

const parallel = definition({
  Begin: { ...first, Next: 'All' },
  All: {
    Type: 'Parallel',
    Branches: [
      branch({ Work: call('', work) }),
      branch({ Ask: call('.waitForTaskToken', ask) }),
      branch({ Rest: { Type: 'Wait', Seconds: 10, Next: 'Then' }, Then: call('', { TimeoutSeconds: 30 }) }),
    ],
    Catch: caught,
    Next: 'Last',
  },
  Last: last,
});

const sequential = definition({
  Begin: { ...first, Next: 'Work' },
  Work: call('', { ...work, End: undefined, Next: 'Rest' }),
  Rest: { Type: 'Wait', Seconds: 10, Next: 'Ask' },
  Ask: call('.waitForTaskToken', { ...ask, Catch: caught, End: undefined, Next: 'Last' }),
  Last: last,
});
const arn = executionArn('Busy', 'one');
const row = { ...newRow, arn, machine: 1, revision: 1, started: 0 };

const kinds = ['taskSubmitted', 'taskSucceeded', 'taskFailed', 'heartbeat', 'timer', 'stop'] as const;

/** Possible actions: one for a waiting task, time, a stop, a redrive; a restart may follow each. */
const happening = <K extends Stimulus['kind']>(...what: K[]) =>
  fc.record({
    what: fc.constantFrom(...what),
    which: fc.nat(3),
    after: fc.integer({ min: 0, max: 12_000 }),
    error: fc.constantFrom('Again', 'Fatal', 'Other'),
    restart: fc.nat(3).map((chance) => chance === 0),
  });
interface Happening {
  readonly what: (typeof kinds)[number] | 'redrive';
  readonly which: number;
  /** Milliseconds. */
  readonly after: number;
  readonly error: string;
  readonly restart: boolean;
}

function openEngine(folder: string, now: () => number) {
  const store = openStore(folder);
  const definitions = new Definitions(new TaskTokens(folder));
  const stateMachines = new StateMachines(store, definitions, now);
  const engine = new Engine(store, new Loader(store, definitions, region), {
    accountId,
    callTask: (_call, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    concurrency: 8,
    onStatusChange: undefined,
    now,
  });
  const close = async () => {
    await engine.close();
    store.close();
  };
  return { store, stateMachines, definitions, engine, close };
}

/** The same execution without store and restarts: the expected history. */
class Model {
  readonly events: HistoryEvent[] = [];
  readonly #stateMachine: StateMachine;
  readonly #execution: Execution;

  constructor(compiled: StateMachine) {
    this.#stateMachine = compiled;
    const facts = {
      executionArn: arn,
      name: 'one',
      stateMachineArn: machineArn('Busy'),
      stateMachineName: 'Busy',
    };
    this.#execution = compiled.start({ ...facts, roleArn, region, startTime: 0, input: '{}' });
  }

  get running(): boolean {
    return this.#execution.status === 'RUNNING';
  }

  /** An execution that succeeded is final. Any other that ended may be redriven; a running one may not. */
  takes(kind: Stimulus['kind']): boolean {
    return kind === 'redrive' ? !this.running && this.#execution.status !== 'SUCCEEDED' : this.running;
  }

  apply(stimulus: Stimulus, now: number): void {
    this.events.push(...this.#stateMachine.advance(this.#execution, stimulus, now).events);
  }

  /** Scheduled tasks without a result. */
  waiting(): number[] {
    return this.#stateMachine
      .outstanding(this.#execution)
      .calls.map(({ scheduledEventId }) => scheduledEventId);
  }
}

function stimulusOf({ what, error }: Happening, scheduledEventId: number): Stimulus {
  switch (what) {
    case 'taskSubmitted':
    case 'taskSucceeded':
      return { kind: what, scheduledEventId, output: '{"done":true}' };
    case 'taskFailed':
      return { kind: what, scheduledEventId, error, cause: 'cause' };
    case 'heartbeat':
      return { kind: what, scheduledEventId };
    case 'stop':
      return { kind: what, error: undefined, cause: undefined };
    case 'timer':
    case 'redrive':
      return { kind: what };
  }
}

/** Runs the actions on the engine, with the restarts, and on the model, without them. */
async function live(text: string, happenings: readonly Happening[]) {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-interleavings-'));
  let now = 0;
  let fixture = openEngine(folder, () => now);
  await fixture.stateMachines.deploy(stateMachine('Busy', text));
  const model = new Model(fixture.definitions.compile(text));
  model.apply({ kind: 'start' }, now);
  await fixture.engine.start(row, '{}');
  fixture.engine.resume();
  for (const one of happenings) {
    now += one.after;
    const tasks = model.waiting();
    const stimulus = stimulusOf(one, tasks[one.which % Math.max(tasks.length, 1)] ?? 99);
    if (!model.takes(stimulus.kind)) continue;
    model.apply(stimulus, now);
    if (stimulus.kind === 'redrive') await fixture.engine.redrive(arn, undefined);
    else await fixture.engine.send(arn, stimulus);
    if (!one.restart) continue;
    await fixture.close();
    fixture = openEngine(folder, () => now);
    fixture.engine.resume();
  }
  const { events } = fixture.store.history.read(fixture.store.executions.find(arn)?.id ?? 0);
  await fixture.close();
  rmSync(folder, { recursive: true });
  return { events, model };
}

describe('with any actions in any order, and restarts anywhere between', () => {
  it.each([
    ['one task after the other', sequential],
    ['tasks side by side', parallel],
  ])('the history has one end and equals the one without restarts: %s', async (_what, text) => {
    const happenings = fc.array(happening(...kinds), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(happenings, async (given) => {
        const { events, model } = await live(text, given);

        expect(events).toEqual(JSON.parse(JSON.stringify(model.events)));
        expect(problemsOf(events, !model.running)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['one task after the other', sequential],
    ['tasks side by side', parallel],
  ])('the same is true across redrives: %s', async (_what, text) => {
    const happenings = fc.array(happening(...kinds, 'redrive'), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(happenings, async (given) => {
        const { events, model } = await live(text, given);

        expect(events).toEqual(JSON.parse(JSON.stringify(model.events)));
      }),
      { numRuns: 60 },
    );
  });
});
