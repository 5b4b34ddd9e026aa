import { Fifo } from './fifo.ts';

/** One request to the endpoint; times in seconds. */
export interface Job {
  readonly session: number;
  readonly kind: 'embedding' | 'reconstruction';
  /** When it entered the queue. */
  readonly asked: number;
  /** Time on the GPU. */
  readonly gpuSeconds: number;
}

export interface EndpointOptions {
  /** Requests that an instance accepts at a time. They share one GPU, so one of them runs. */
  readonly concurrency: number;
  /** Seconds from the launch of an instance to its first request. */
  readonly coldStart: number;
  /** Seconds after which a waiting request expires. */
  readonly patience: number;
  readonly backlog: Backlog;
}

/**
 * Which requests CloudWatch counts as backlog: those that wait for an instance (observed), or also those that an
 * instance has accepted (SageMaker's guide).
 */
export type Backlog = 'waiting' | 'unfinished';

/** An event that the endpoint schedules. */
export type Due = { readonly at: number } & (
  | { readonly type: 'ready'; readonly instance: number }
  | { readonly type: 'done'; readonly instance: number; readonly job: Job }
);

interface Instance {
  readonly id: number;
  readonly ordered: number;
  /** The first one runs. */
  readonly inside: Job[];
}

/** The queue and instances of an asynchronous endpoint. Pure: each call returns the events to schedule. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #queue = new Fifo<Job>();
  readonly #instances = new Map<number, Instance>();
  /** Instances in service by the number of requests that they hold, in the order in which they reached it. */
  readonly #holding: Set<Instance>[];
  #nextId = 0;
  #paid = 0;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#holding = Array.from({ length: options.concurrency + 1 }, () => new Set());
  }

  /** Requests that CloudWatch counts. */
  get backlog(): number {
    return this.#queue.size + (this.#options.backlog === 'unfinished' ? this.held : 0);
  }

  /** Instances that accept requests. */
  get inService(): number {
    return this.#holding.reduce((sum, { size }) => sum + size, 0);
  }

  /** Launched instances, including those that still start. */
  get desired(): number {
    return this.#instances.size;
  }

  /** Requests that instances hold. */
  get held(): number {
    return this.#holding.reduce((sum, { size }, each) => sum + size * each, 0);
  }

  /** The largest number of requests on one instance. */
  get fullest(): number {
    return [...this.#instances.values()].reduce((most, { inside }) => Math.max(most, inside.length), 0);
  }

  /** Billed instance seconds until now, including starts. */
  instanceSeconds(now: number): number {
    return [...this.#instances.values()].reduce((sum, { ordered }) => sum + now - ordered, this.#paid);
  }

  ask(job: Job, now: number): Due[] {
    this.#queue.add(job);
    return this.#assign(now);
  }

  ready(id: number, now: number): Due[] {
    const instance = this.#instances.get(id);
    if (instance === undefined) return [];
    this.#holding[0]?.add(instance);
    return this.#assign(now);
  }

  /** Completes the instance's running job. @returns false when the instance was terminated meanwhile */
  done(id: number, job: Job, now: number): Due[] | false {
    const instance = this.#instances.get(id);
    if (instance?.inside[0] !== job) return false;
    this.#hold(instance, () => instance.inside.shift());
    return [...this.#run(instance, now), ...this.#assign(now)];
  }

  /** Removes requests that have waited too long. */
  expire(now: number): Job[] {
    const expired: Job[] = [];
    for (let first = this.#queue.first(); first !== undefined; first = this.#queue.first()) {
      if (first.asked + this.#options.patience > now) break;
      this.#queue.take();
      expired.push(first);
    }
    return expired;
  }

  /**
   * Launches or terminates instances.
   * @param choose picks the instance to terminate: an index below `count`
   * @returns the events to schedule, and the jobs on terminated instances
   */
  resize(desired: number, now: number, choose: (count: number) => number): { due: Due[]; killed: Job[] } {
    const due: Due[] = [];
    const killed: Job[] = [];
    while (this.#instances.size < desired) {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#instances.set(id, { id, ordered: now, inside: [] });
      due.push({ at: now + this.#options.coldStart, type: 'ready', instance: id });
    }
    while (this.#instances.size > desired) {
      const all = [...this.#instances.values()];
      const ended = all[choose(all.length)] ?? all[0];
      if (ended === undefined) break;
      this.#instances.delete(ended.id);
      this.#holding[ended.inside.length]?.delete(ended);
      this.#paid += now - ended.ordered;
      killed.push(...ended.inside);
    }
    return { due, killed };
  }

  /** Assigns waiting requests to the least loaded instances. */
  #assign(now: number): Due[] {
    const due: Due[] = [];
    while (this.#queue.size > 0) {
      const instance = this.#freest();
      const job = instance && this.#queue.take();
      if (instance === undefined || job === undefined) return due;
      this.#hold(instance, () => instance.inside.push(job));
      if (instance.inside.length === 1) due.push(...this.#run(instance, now));
    }
    return due;
  }

  #freest(): Instance | undefined {
    for (const holding of this.#holding.slice(0, this.#options.concurrency)) {
      if (holding.size > 0) return holding.values().next().value;
    }
    return undefined;
  }

  /** Changes the requests on an instance and keeps `#holding` up to date. */
  #hold(instance: Instance, change: () => void): void {
    this.#holding[instance.inside.length]?.delete(instance);
    change();
    this.#holding[instance.inside.length]?.add(instance);
  }

  #run(instance: Instance, now: number): Due[] {
    const job = instance.inside[0];
    return job === undefined ? [] : [{ at: now + job.gpuSeconds, type: 'done', instance: instance.id, job }];
  }
}
