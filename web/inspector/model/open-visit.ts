/** Collects the events of one visit. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { assignedIn, detailsOf, type Failure, failureOf, numberOf, textOf } from './events.ts';
import type { Attempt, Outcome, Visit } from './visit.ts';

type Ending = Extract<Outcome, 'failed' | 'timedOut' | 'aborted'>;
type OpenAttempt = { -readonly [Member in keyof Attempt]: Attempt[Member] };

export class OpenVisit {
  readonly index: number;
  readonly state: string;
  readonly type: string;
  readonly parent: OpenVisit | undefined;
  readonly #entered: HistoryEvent;
  readonly #from: OpenVisit | undefined;
  readonly iteration: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly #attempts: OpenAttempt[] = [];
  #exited: HistoryEvent | undefined;
  #failure: Failure | undefined;
  /** True from a failure until the next event. */
  #failing = false;
  #ending: Ending | undefined;
  #lastAt: number;

  constructor(
    index: number,
    entered: HistoryEvent,
    place: { parent: OpenVisit | undefined; from: OpenVisit | undefined; iteration: number | undefined },
  ) {
    this.index = index;
    this.state = textOf(detailsOf(entered), 'name') ?? '';
    this.type = entered.type.replace('StateEntered', '');
    this.parent = place.parent;
    this.#from = place.from;
    this.iteration = place.iteration ?? place.from?.iteration;
    this.#entered = entered;
    this.#lastAt = entered.timestamp;
    const { from, parent } = place;
    this.variables =
      from === undefined ? (parent?.variables ?? {}) : { ...from.variables, ...from.#assigned() };
  }

  get isOpen(): boolean {
    return this.#exited === undefined;
  }

  /** True if the execution ended during the visit. */
  get wasCutOff(): boolean {
    return this.#ending !== undefined;
  }

  /** Reads any event of this visit but its `StateEntered`. */
  read(event: HistoryEvent, redrive: number): void {
    this.#lastAt = event.timestamp;
    this.#ending = undefined;
    const { type } = event;
    if (type.endsWith('StateExited')) {
      this.#exited = event;
      return;
    }
    if (/^(?:Task|LambdaFunction)Scheduled$/.test(type)) this.#schedule(event, redrive);
    if (/^(?:Task|LambdaFunction)Submitted$/.test(type)) this.#change({ submittedAt: event.timestamp });
    if (/^(?:Task|LambdaFunction)Succeeded$/.test(type)) {
      const output = textOf(detailsOf(event), 'output');
      this.#change({ outcome: 'succeeded', output, endedAt: event.timestamp });
    }
    if (/(?:Failed|TimedOut)$/.test(type) && !type.startsWith('MapIteration')) this.#fail(event);
    else this.#failing = false;
  }

  /** Ends an open visit together with the execution. */
  cutOff(event: HistoryEvent, ending: Ending): void {
    this.#lastAt = event.timestamp;
    this.#ending = ending === 'failed' && this.#failure === undefined ? 'aborted' : ending;
    if (this.#attempts.at(-1)?.outcome === 'running') {
      const outcome = ending === 'timedOut' ? 'timedOut' : 'aborted';
      this.#change({ outcome, endedAt: event.timestamp });
    }
  }

  finish(): Visit {
    const details = this.#exited === undefined ? {} : detailsOf(this.#exited);
    return {
      index: this.index,
      state: this.state,
      type: this.type,
      parent: this.parent?.index,
      iteration: this.iteration,
      from: this.#from?.index,
      enteredEventId: this.#entered.id,
      enteredAt: this.#entered.timestamp,
      exitedAt: this.#exited?.timestamp,
      lastAt: this.#lastAt,
      input: textOf(detailsOf(this.#entered), 'input'),
      output: textOf(details, 'output'),
      variables: this.variables,
      assigned: this.#assigned(),
      attempts: this.#attempts,
      failure: this.#failure,
      outcome: this.#outcome(),
    };
  }

  #assigned(): Readonly<Record<string, string>> {
    return this.#exited === undefined ? {} : assignedIn(detailsOf(this.#exited));
  }

  #outcome(): Outcome {
    if (this.#exited !== undefined) return this.#failing ? 'caught' : 'succeeded';
    if (this.#ending !== undefined) return this.#ending;
    const last = this.#attempts.at(-1);
    if (last?.outcome === 'failed' || last?.outcome === 'timedOut') return 'retrying';
    return last?.outcome === 'running' && last.resource.endsWith('.waitForTaskToken') ? 'waiting' : 'running';
  }

  #schedule(event: HistoryEvent, redrive: number): void {
    const details = detailsOf(event);
    this.#attempts.push({
      scheduledEventId: event.id,
      scheduledAt: event.timestamp,
      resource: [textOf(details, 'resourceType'), textOf(details, 'resource')].filter(Boolean).join(':'),
      parameters: textOf(details, 'parameters') ?? textOf(details, 'input'),
      timeoutSeconds: numberOf(details, 'timeoutInSeconds'),
      heartbeatSeconds: numberOf(details, 'heartbeatInSeconds'),
      submittedAt: undefined,
      endedAt: undefined,
      outcome: 'running',
      output: undefined,
      failure: undefined,
      redrive,
    });
  }

  #fail(event: HistoryEvent): void {
    this.#failure = failureOf(event);
    this.#failing = true;
    if (!/^(?:Task|LambdaFunction)/.test(event.type)) return;
    const outcome = event.type.endsWith('TimedOut') ? 'timedOut' : 'failed';
    this.#change({ outcome, failure: this.#failure, endedAt: event.timestamp });
  }

  #change(changes: Partial<Attempt>): void {
    const last = this.#attempts.at(-1);
    if (last?.outcome === 'running') Object.assign(last, changes);
  }
}
