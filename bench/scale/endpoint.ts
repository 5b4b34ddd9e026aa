import { Fifo } from './fifo.ts';

/** One request to the endpoint; times in seconds. */
export interface Job {
  readonly session: number;
  readonly kind: 'embedding' | 'reconstruction';
  /** When it was put into the queue. */
  readonly asked: number;
  /** On the GPU. */
  readonly gpuSeconds: number;
}

export interface EndpointOptions {
  /** Requests that an instance holds at a time; they share its one GPU, so that one of them runs. */
  readonly concurrency: number;
  /** Seconds from the order of an instance to its first request. */
  readonly coldStart: number;
  /** Seconds after which a waiting request is given up. */
  readonly patience: number;
  readonly backlog: Backlog;
}

/**
 * Which requests CloudWatch counts as backlog: those that wait for an instance, as was observed, or those that an
 * instance holds as well, as SageMaker's guide has it.
 */
export type Backlog = 'waiting' | 'unfinished';

/** What an endpoint wants to be told at a time. */
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

/** The queue of an asynchronous endpoint and its instances. Pure: told what happens, it says what comes of it. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #queue = new Fifo<Job>();
  readonly #instances = new Map<number, Instance>();
  /** Instances in service by how many requests they hold, each in the order in which it came to hold so many. */
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

  /** Instances that take requests. */
  get inService(): number {
    return this.#holding.reduce((sum, { size }) => sum + size, 0);
  }

  /** Instances that were ordered, those that still start among them. */
  get desired(): number {
    return this.#instances.size;
  }

  /** Requests that instances hold. */
  get held(): number {
    return this.#holding.reduce((sum, { size }, each) => sum + size * each, 0);
  }

  /** The most that any instance holds. */
  get fullest(): number {
    return [...this.#instances.values()].reduce((most, { inside }) => Math.max(most, inside.length), 0);
  }

  /** Seconds of instances until now, starts included: what they cost. */
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

  /** The instance's running job is done. @returns false when the instance was ended meanwhile */
  done(id: number, job: Job, now: number): Due[] | false {
    const instance = this.#instances.get(id);
    if (instance?.inside[0] !== job) return false;
    this.#hold(instance, () => instance.inside.shift());
    return [...this.#run(instance, now), ...this.#assign(now)];
  }

  /** Takes out what has waited too long. */
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
   * Orders instances, or ends some.
   * @param choose picks which to end: of so many, the index of one
   * @returns what is due then, and the jobs that ended instances held
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

  /** Hands waiting requests to the instances that hold least, as long as any has room. */
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

  /** Changes what an instance in service holds. */
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
