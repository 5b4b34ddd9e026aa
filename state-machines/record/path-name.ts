import { z } from 'zod';
import type { HistoryEvent } from '../asl/types.ts';

const longest = 150;
const Failure = z.object({ error: z.string().optional() });
const Named = z.object({ name: z.string() });
const Exited = z.object({ name: z.string(), output: z.string().optional() });
const Refusal = z.object({ accepted: z.literal(false) });

/**
 * What an execution went through, in words that can be a file's name: `succeeded`,
 * `RequestEmbedding-retried-OutOfMemory_succeeded`, `WaitForMask-caught-States.Timeout_failed_redriven_succeeded`.
 * The same path has the same name.
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

/** Follows a history and notes where it leaves the straight way. */
class Walk {
  readonly #steps: string[] = [];
  #state = 'start';
  #error: string | undefined;
  #caught: string | undefined;
  #running = true;
  /** A Task that waits for somebody has been called, and what it called has not answered yet. */
  #calling = false;

  steps(): string[] {
    return this.#running ? [...this.#steps, `running-in-${this.#state}`] : this.#steps;
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

  /** Whoever holds the token may answer before the call that handed it out has. */
  #callback(event: HistoryEvent): void {
    switch (event.type) {
      case 'TaskScheduled':
        this.#calling = /"resource":"[^"]*\.waitForTaskToken"/.test(JSON.stringify(event));
        return;
      case 'TaskSubmitted':
        this.#calling = false;
        return;
      case 'TaskSucceeded':
        if (this.#calling) this.#steps.push(`${this.#state}-answered-early`);
        this.#calling = false;
        return;
      default:
        return;
    }
  }

  #exited(event: HistoryEvent): void {
    const { name, output } = Exited.parse(event.stateExitedEventDetails);
    if (this.#error !== undefined) this.#caught = this.#settle('caught', this.#error);
    if (name === 'ValidateMask' && Refusal.safeParse(parsed(output)).success)
      this.#steps.push('mask-refused');
  }

  #settle(how: string, error: string): string {
    this.#steps.push(`${this.#state}-${how}-${error}`);
    this.#error = undefined;
    return error;
  }

  #execution(event: HistoryEvent): void {
    const end = this.#endOf(event);
    if (end !== undefined) this.#steps.push(end);
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

  /** A failure that was caught before and told truly needs no second mention. */
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

/** The same step again and again becomes one with a count, and retries that end in a catch become one with it. */
function counted(steps: readonly string[]): string[] {
  const runs: { step: string; times: number }[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.step === step) last.times += 1;
    else runs.push({ step, times: 1 });
  }
  return runs.flatMap(({ step, times }, index) => {
    const [before, next] = [runs[index - 1], runs[index + 1]?.step];
    if (next !== undefined && next === caughtAfter(step)) return [];
    if (before !== undefined && step === caughtAfter(before.step))
      return [`${step}-after-${before.times}-retries`];
    return [times === 1 ? step : `${step}-${times}-times`];
  });
}

/** The step that ends retries of the same error. */
function caughtAfter(step: string): string | undefined {
  return step.includes('-retried-') ? step.replace('-retried-', '-caught-') : undefined;
}
