import type { Random } from '#local/testing/random.ts';
import { Autoscaler, type Policy } from './autoscaler.ts';
import { type Due, Endpoint, type EndpointOptions, type Job } from './endpoint.ts';
import { EventQueue } from './event-queue.ts';
import type { SessionDemand } from './workload.ts';

export interface SimulationOptions extends EndpointOptions {
  /** How often a job is retried after its instance was terminated. After that its session fails. */
  readonly retries: number;
  /** Seconds after the last arrival at which the simulation stops. */
  readonly horizon: number;
}

/** Seconds between a failure of a job and its retry. */
const retryAfter = 10;

/** How long a finished session waited for each job, in seconds, including GPU time. */
export interface Waited {
  readonly embedding: number;
  readonly reconstruction: number;
  /** Time that its user took for the mask. */
  readonly mask: number;
}

export interface Outcome {
  /** The total wait of each finished session for both jobs, in seconds. */
  readonly waits: readonly number[];
  /** The waits of each finished session by job. */
  readonly waited: readonly Waited[];
  readonly finished: number;
  /** Sessions whose request expired in the queue. */
  readonly expired: number;
  /** Sessions whose job ran out of retries. */
  readonly lost: number;
  /** Jobs on instances that were terminated. */
  readonly killed: number;
  /** Sessions that were unfinished when the simulation stopped. */
  readonly open: number;
  readonly instanceSeconds: number;
  /** Launched instances, one value per minute. */
  readonly instances: readonly number[];
  readonly backlog: readonly number[];
}

type Event = Due | { readonly type: 'ask'; readonly job: Omit<Job, 'asked'> } | { readonly type: 'minute' };

/** Simulates sessions on an endpoint with a scaling policy. The same input and seed give the same outcome. */
export function simulate(
  sessions: readonly SessionDemand[],
  policy: Policy,
  options: SimulationOptions,
  random: Random,
): Outcome {
  return new Simulation(sessions, policy, options, random).run();
}

class Simulation {
  readonly #sessions: readonly SessionDemand[];
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #endpoint: Endpoint;
  readonly #scaler: Autoscaler;
  readonly #events = new EventQueue<Event>();
  readonly #waited: Record<Job['kind'], number>[];
  readonly #retries: number[];
  readonly #end: number;
  readonly #finished: Waited[] = [];
  readonly #instances: number[] = [];
  readonly #backlog: number[] = [];
  #expired = 0;
  #lost = 0;
  #killed = 0;

  constructor(
    sessions: readonly SessionDemand[],
    policy: Policy,
    options: SimulationOptions,
    random: Random,
  ) {
    this.#sessions = sessions;
    this.#options = options;
    this.#random = random;
    this.#endpoint = new Endpoint(options);
    this.#scaler = new Autoscaler(policy);
    this.#waited = sessions.map(() => ({ embedding: 0, reconstruction: 0 }));
    this.#retries = sessions.map(() => 0);
    this.#end = Math.max(0, ...sessions.slice(-1).map(({ arrives }) => arrives)) + options.horizon;
    for (const [session, { arrives, embedding }] of sessions.entries())
      this.#events.add(arrives, { type: 'ask', job: { session, kind: 'embedding', gpuSeconds: embedding } });
    this.#events.add(60, { type: 'minute' });
  }

  run(): Outcome {
    let now = 0;
    for (let next = this.#events.next(); next !== undefined; next = this.#events.next()) {
      if (next.at > this.#end || this.#over()) break;
      now = next.at;
      this.#handle(next.event, now);
    }
    const finished = this.#finished.length;
    return {
      waits: this.#finished.map(({ embedding, reconstruction }) => embedding + reconstruction),
      waited: this.#finished,
      finished,
      expired: this.#expired,
      lost: this.#lost,
      killed: this.#killed,
      open: this.#sessions.length - finished - this.#expired - this.#lost,
      instanceSeconds: this.#endpoint.instanceSeconds(now),
      instances: this.#instances,
      backlog: this.#backlog,
    };
  }

  /** True when every session has ended and no instance is left. */
  #over(): boolean {
    const ended = this.#finished.length + this.#expired + this.#lost;
    return ended === this.#sessions.length && this.#endpoint.desired === 0;
  }

  #handle(event: Event, now: number): void {
    switch (event.type) {
      case 'ask':
        this.#schedule(this.#endpoint.ask({ ...event.job, asked: now }, now));
        break;
      case 'ready':
        this.#schedule(this.#endpoint.ready(event.instance, now));
        break;
      case 'done':
        this.#completeJob(event.instance, event.job, now);
        break;
      case 'minute':
        this.#minute(now);
        break;
    }
  }

  #completeJob(instance: number, job: Job, now: number): void {
    const due = this.#endpoint.done(instance, job, now);
    if (due === false) return;
    this.#schedule(due);
    this.#finishJob(job, now);
  }

  #schedule(due: readonly Due[]): void {
    for (const event of due) this.#events.add(event.at, event);
  }

  #finishJob({ session, kind, asked }: Job, now: number): void {
    const demand = this.#sessions[session];
    const waited = this.#waited[session];
    if (demand === undefined || waited === undefined) return;
    waited[kind] += now - asked;
    if (kind === 'reconstruction') {
      this.#finished.push({ ...waited, mask: demand.mask });
      return;
    }
    const job = { session, kind: 'reconstruction', gpuSeconds: demand.reconstruction } as const;
    this.#events.add(now + demand.mask, { type: 'ask', job });
  }

  #minute(now: number): void {
    this.#expired += this.#endpoint.expire(now).length;
    const { backlog, inService, desired } = this.#endpoint;
    this.#instances.push(desired);
    this.#backlog.push(backlog);
    const wanted = this.#scaler.observe({ backlog, inService }, desired, desired > inService, now);
    const choose = (count: number) => Math.floor(this.#random.next() * count);
    const { due, killed } = this.#endpoint.resize(wanted, now, choose);
    this.#schedule(due);
    this.#killed += killed.length;
    for (const job of killed) this.#retry(job, now);
    this.#events.add(now + 60, { type: 'minute' });
  }

  /** Its wait counts from the first request. */
  #retry({ session, kind, gpuSeconds, asked }: Job, now: number): void {
    const before = this.#retries[session] ?? 0;
    if (before >= this.#options.retries) {
      this.#lost += 1;
      return;
    }
    this.#retries[session] = before + 1;
    const waited = this.#waited[session];
    if (waited !== undefined) waited[kind] += now + retryAfter - asked;
    this.#events.add(now + retryAfter, { type: 'ask', job: { session, kind, gpuSeconds } });
  }
}
