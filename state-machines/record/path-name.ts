import { z } from 'zod';
import type { HistoryEvent } from '../asl/types.ts';

/** Maximum length. File systems allow 255 characters, including the extension. */
const longest = 200;
const Failure = z.object({ error: z.string().optional() });
const Named = z.object({ name: z.string() });
const Exited = z.object({ name: z.string(), output: z.string().optional() });
const Refusal = z.object({ accepted: z.literal(false) });

/**
 * Names the path of an execution for a file name: `succeeded`, `RequestEmbedding-retried-OutOfMemory_succeeded`,
 * `WaitForMask-caught-States.Timeout_failed_redriven_succeeded`. Equal paths have equal names.
 * @param events in order
 */
export function pathName(events: readonly HistoryEvent[]): string {
  const walk = new Walk();
  for (const event of events) walk.take(event);
  const name = counted(walk.steps())
    .join('_')
    .replaceAll(/[^\w.-]/g, '-');
  return name.length <= longest ? name : `${name.slice(0, longest)}-${events.length}-events`;
}

/** A deviation from the plain path. `what` is an error name or a few words. */
interface Step {
  readonly kind: 'retried' | 'caught' | 'event';
  readonly state: string;
  readonly what: string;
}

/** Walks a history and collects deviations from the plain path. */
class Walk {
  readonly #steps: Step[] = [];
  #state = 'start';
  #error: string | undefined;
  #caught: string | undefined;
  #running = true;
  /** True while the call of a callback task has not returned. */
  #calling = false;

  steps(): Step[] {
    if (this.#running) this.#event(`running-in-${this.#state}`);
    return this.#steps;
  }

  #event(what: string): void {
    this.#steps.push({ kind: 'event', state: '', what });
  }

  take(event: HistoryEvent): void {
    const { type } = event;
    this.#callback(event);
    if (type.startsWith('Execution')) this.#execution(event);
    else if (type.endsWith('StateEntered')) this.#state = Named.parse(event.stateEnteredEventDetails).name;
    else if (type.endsWith('StateExited')) this.#exited(event);
    else if (/(?:Failed|TimedOut)$/.test(type)) this.#error = errorOf(event);
    else if (type.endsWith('Scheduled') && this.#error !== undefined) this.#settle('retried', this.#error);
  }

  /** A token may be answered before the call that carries it returns. */
  #callback(event: HistoryEvent): void {
    switch (event.type) {
      case 'TaskScheduled':
        this.#calling = /"resource":"[^"]*\.waitForTaskToken"/.test(JSON.stringify(event));
        return;
      case 'TaskSubmitted':
        this.#calling = false;
        return;
      case 'TaskSucceeded':
        if (this.#calling) this.#event(`${this.#state}-answered-early`);
        this.#calling = false;
        return;
      default:
        return;
    }
  }

  #exited(event: HistoryEvent): void {
    const { name, output } = Exited.parse(event.stateExitedEventDetails);
    if (this.#error !== undefined) this.#caught = this.#settle('caught', this.#error);
    if (name === 'ValidateMask' && Refusal.safeParse(parsed(output)).success) this.#event('mask-refused');
  }

  #settle(kind: 'retried' | 'caught', what: string): string {
    this.#steps.push({ kind, state: this.#state, what });
    this.#error = undefined;
    return what;
  }

  #execution(event: HistoryEvent): void {
    const end = this.#endOf(event);
    if (end !== undefined) this.#event(end);
    this.#running = event.type === 'ExecutionStarted' || event.type === 'ExecutionRedriven';
    this.#error = undefined;
  }

  #endOf(event: HistoryEvent): string | undefined {
    switch (event.type) {
      case 'ExecutionRedriven':
        return 'redriven';
      case 'ExecutionSucceeded':
        return 'succeeded';
      case 'ExecutionFailed':
        return this.#failed(Failure.parse(event.executionFailedEventDetails ?? {}).error);
      case 'ExecutionAborted':
        return `stopped-in-${this.#state}`;
      case 'ExecutionTimedOut':
        return `timed-out-in-${this.#state}`;
      default:
        return undefined;
    }
  }

  /** A failure with the error of an earlier catcher is not named again. */
  #failed(error: string | undefined): string {
    return error === undefined || error === this.#caught ? 'failed' : `failed-${error}`;
  }
}

function errorOf(event: HistoryEvent): string {
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  const { error } = Failure.catch({}).parse(member === undefined ? {} : event[member]);
  return error ?? (event.type.endsWith('TimedOut') ? 'States.Timeout' : 'unknown');
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The words for steps. Retries are merged with the catcher after them, and repeated steps are counted. */
function counted(steps: readonly Step[]): string[] {
  const words: string[] = [];
  for (let first = 0; first < steps.length; ) {
    const run = runFrom(steps, first);
    const next = steps[first + run.length];
    const settled = run[0]?.kind === 'retried' && next?.kind === 'caught' && next.state === run[0].state;
    words.push(settled ? `${wordOf([next])}-after-${times(run.length, 'retry', 'retries')}` : wordOf(run));
    first += run.length + (settled ? 1 : 0);
  }
  return words;
}

/** The run of steps from `first`: retries of one state with any error, or repetitions of one step. */
function runFrom(steps: readonly Step[], first: number): Step[] {
  const start = steps[first];
  const end = steps.findIndex((step, index) => index > first && !belongs(step, start));
  return steps.slice(first, end === -1 ? steps.length : end);
}

function belongs(step: Step, start: Step | undefined): boolean {
  if (start === undefined || step.kind !== start.kind || step.state !== start.state) return false;
  return step.kind === 'retried' || step.what === start.what;
}

function wordOf(run: readonly Step[]): string {
  const [{ kind, state, what } = { kind: 'event', state: '', what: '' }] = run;
  if (kind === 'event') return run.length === 1 ? what : `${what}-${run.length}-times`;
  const errors = new Set(run.map((step) => step.what));
  const count = run.length === 1 ? '' : `-${run.length}-times`;
  return errors.size === 1 ? `${state}-${kind}-${what}${count}` : `${state}-${kind}${count}`;
}

function times(count: number, one: string, many: string): string {
  return `${count}-${count === 1 ? one : many}`;
}
