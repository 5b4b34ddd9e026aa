import type { Random } from '#test/chaos/random.ts';
import { Autoscaler, type Policy } from './autoscaler.ts';
import { type Due, Endpoint, type EndpointOptions, type Job } from './endpoint.ts';
import { EventQueue } from './event-queue.ts';
import type { SessionPlan } from './workload.ts';

export interface World extends EndpointOptions {
  /** How often a job that an ended instance held is asked for again; then its session fails. */
  readonly retries: number;
  /** Seconds after the last arrival at which the simulation is broken off. */
  readonly horizon: number;
}

/** Seconds between an inference's failure and its retry. */
const retryAfter = 10;

/** What a finished session waited for each job, in seconds, its own work on the GPU included. */
export interface Waited {
  readonly embedding: number;
  readonly reconstruction: number;
  /** That its user took for the mask meanwhile. */
  readonly mask: number;
}

export interface Outcome {
  /** Seconds that each finished session waited for the model, both jobs. */
  readonly waits: readonly number[];
  /** The same, apart. */
  readonly waited: readonly Waited[];
  readonly finished: number;
  /** Gave up waiting in the queue. */
  readonly expired: number;
  /** Their instance was ended under them once too often. */
  readonly lost: number;
  /** Jobs that were held by an instance when it was ended. */
  readonly killed: number;
  /** Neither, when the simulation was broken off. */
  readonly open: number;
  readonly instanceSeconds: number;
  /** Ordered instances, a value a minute. */
  readonly instances: readonly number[];
  readonly backlog: readonly number[];
}

type Event = Due | { readonly type: 'ask'; readonly job: Omit<Job, 'asked'> } | { readonly type: 'minute' };

/** Sessions against an endpoint that a policy scales. The same sessions and chance, the same outcome. */
export function simulate(
  sessions: readonly SessionPlan[],
  policy: Policy,
  world: World,
  random: Random,
): Outcome {
  return new Simulation(sessions, policy, world, random).run();
}

class Simulation {
  readonly #sessions: readonly SessionPlan[];
  readonly #world: World;
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

  constructor(sessions: readonly SessionPlan[], policy: Policy, world: World, random: Random) {
    this.#sessions = sessions;
    this.#world = world;
    this.#random = random;
    this.#endpoint = new Endpoint(world);
    this.#scaler = new Autoscaler(policy);
    this.#waited = sessions.map(() => ({ embedding: 0, reconstruction: 0 }));
    this.#retries = sessions.map(() => 0);
    this.#end = Math.max(0, ...sessions.slice(-1).map(({ arrives }) => arrives)) + world.horizon;
    for (const [session, { arrives, embedding }] of sessions.entries())
      this.#events.add(arrives, { type: 'ask', job: { session, kind: 'embedding', gpuSeconds: embedding } });
    this.#events.add(60, { type: 'minute' });
  }

  run(): Outcome {
    let now = 0;
    for (let next = this.#events.next(); next !== undefined; next = this.#events.next()) {
      if (next.at > this.#end || this.#over()) break;
      now = next.at;
      this.#take(next.event, now);
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

  /** Nobody waits, and no instance costs any more. */
  #over(): boolean {
    const ended = this.#finished.length + this.#expired + this.#lost;
    return ended === this.#sessions.length && this.#endpoint.desired === 0;
  }

  #take(event: Event, now: number): void {
    switch (event.type) {
      case 'ask':
        this.#plan(this.#endpoint.ask({ ...event.job, asked: now }, now));
        break;
      case 'ready':
        this.#plan(this.#endpoint.ready(event.instance, now));
        break;
      case 'done':
        this.#done(event.instance, event.job, now);
        break;
      case 'minute':
        this.#minute(now);
        break;
    }
  }

  #done(instance: number, job: Job, now: number): void {
    const due = this.#endpoint.done(instance, job, now);
    if (due === false) return;
    this.#plan(due);
    this.#answered(job, now);
  }

  #plan(due: readonly Due[]): void {
    for (const event of due) this.#events.add(event.at, event);
  }

  #answered({ session, kind, asked }: Job, now: number): void {
    const plan = this.#sessions[session];
    const waited = this.#waited[session];
    if (plan === undefined || waited === undefined) return;
    waited[kind] += now - asked;
    if (kind === 'reconstruction') {
      this.#finished.push({ ...waited, mask: plan.mask });
      return;
    }
    const job = { session, kind: 'reconstruction', gpuSeconds: plan.reconstruction } as const;
    this.#events.add(now + plan.mask, { type: 'ask', job });
  }

  #minute(now: number): void {
    this.#expired += this.#endpoint.expire(now).length;
    const { backlog, inService, desired } = this.#endpoint;
    this.#instances.push(desired);
    this.#backlog.push(backlog);
    const wanted = this.#scaler.observe({ backlog, inService }, desired, desired > inService, now);
    const choose = (count: number) => Math.floor(this.#random.next() * count);
    const { due, killed } = this.#endpoint.resize(wanted, now, choose);
    this.#plan(due);
    this.#killed += killed.length;
    for (const job of killed) this.#again(job, now);
    this.#events.add(now + 60, { type: 'minute' });
  }

  /** Its wait goes on from when it was first asked for. */
  #again({ session, kind, gpuSeconds, asked }: Job, now: number): void {
    const before = this.#retries[session] ?? 0;
    if (before >= this.#world.retries) {
      this.#lost += 1;
      return;
    }
    this.#retries[session] = before + 1;
    const waited = this.#waited[session];
    if (waited !== undefined) waited[kind] += now + retryAfter - asked;
    this.#events.add(now + retryAfter, { type: 'ask', job: { session, kind, gpuSeconds } });
  }
}
