import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Due, Endpoint, type EndpointOptions, type Job } from '../../../bench/scale/endpoint.ts';
import { EventQueue } from '../../../bench/scale/event-queue.ts';

const options: EndpointOptions = { concurrency: 4, coldStart: 600, patience: 3_600, backlog: 'waiting' };
const job = (session: number, asked: number, gpuSeconds = 10): Job => ({
  session,
  kind: 'embedding',
  asked,
  gpuSeconds,
});

type Step =
  | { readonly type: 'ask'; readonly gpuSeconds: number }
  | { readonly type: 'resize'; readonly to: number }
  | { readonly type: 'pass'; readonly seconds: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('ask' as const), gpuSeconds: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resize' as const), to: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.nat(1_200) }) },
);

describe('an endpoint', () => {
  it('loses nothing, and holds no more than it has room for, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const world = new World();
        for (const one of steps) {
          world.take(one);
          expect(world.endpoint.fullest).toBeLessThanOrEqual(options.concurrency);
          expect(world.endpoint.held).toBeLessThanOrEqual(world.endpoint.inService * options.concurrency);
          const { backlog, held } = world.endpoint;
          expect(world.done.length + world.killed.length + world.expired.length + backlog + held).toBe(
            world.asked,
          );
        }
      }),
    );
  });

  it('answers in the order of the requests when one instance holds one at a time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 30 }), (times) => {
        const world = new World({ ...options, concurrency: 1 });
        world.take({ type: 'resize', to: 1 });
        for (const gpuSeconds of times) world.take({ type: 'ask', gpuSeconds });
        world.take({ type: 'pass', seconds: 10_000 });

        expect(world.done.map(({ session }) => session)).toEqual(times.map((_, n) => n));
      }),
    );
  });

  it('counts what an instance holds as backlog only where the guide is taken at its word', () => {
    const backlogs = (['waiting', 'unfinished'] as const).map((backlog) => {
      const world = new World({ ...options, backlog });
      world.take({ type: 'resize', to: 1 });
      world.take({ type: 'pass', seconds: options.coldStart });
      for (let n = 0; n < 6; n += 1) world.take({ type: 'ask', gpuSeconds: 10 });
      return world.endpoint.backlog;
    });

    expect(backlogs).toEqual([2, 6]);
  });

  it('runs one request at a time on an instance, however many it holds', () => {
    const world = new World();
    world.take({ type: 'resize', to: 1 });
    for (let n = 0; n < 4; n += 1) world.take({ type: 'ask', gpuSeconds: 10 });

    world.take({ type: 'pass', seconds: 600 + 25 });

    expect(world.done).toHaveLength(2);
    expect(world.endpoint.held).toBe(2);
    expect(world.endpoint.backlog).toBe(0);
  });

  it('takes nothing before an instance has started, and costs from when it was ordered', () => {
    const world = new World();
    world.take({ type: 'resize', to: 1 });
    world.take({ type: 'ask', gpuSeconds: 10 });

    world.take({ type: 'pass', seconds: 599 });
    expect(world.endpoint).toMatchObject({ backlog: 1, inService: 0, desired: 1 });
    world.take({ type: 'pass', seconds: 1 });
    expect(world.endpoint).toMatchObject({ backlog: 0, inService: 1 });
    world.take({ type: 'resize', to: 0 });

    expect(world.endpoint.instanceSeconds(world.now + 500)).toBe(600);
    expect(world.killed).toHaveLength(1);
  });

  it('gives up what has waited too long, and nothing else', () => {
    const endpoint = new Endpoint(options);
    endpoint.ask(job(1, 0), 0);
    endpoint.ask(job(2, 100), 100);

    expect(endpoint.expire(3_599)).toEqual([]);
    expect(endpoint.expire(3_600).map(({ session }) => session)).toEqual([1]);
    expect(endpoint.backlog).toBe(1);
  });
});

/** Carries out what the endpoint says is due. */
class World {
  readonly endpoint: Endpoint;
  readonly done: Job[] = [];
  readonly killed: Job[] = [];
  readonly expired: Job[] = [];
  readonly #due = new EventQueue<Due>();
  asked = 0;
  now = 0;

  constructor(settings = options) {
    this.endpoint = new Endpoint(settings);
  }

  take(one: Step): void {
    switch (one.type) {
      case 'ask':
        this.#plan(this.endpoint.ask(job(this.asked, this.now, one.gpuSeconds), this.now));
        this.asked += 1;
        break;
      case 'resize': {
        const { due, killed } = this.endpoint.resize(one.to, this.now, () => 0);
        this.#plan(due);
        this.killed.push(...killed);
        break;
      }
      case 'pass':
        this.#pass(this.now + one.seconds);
        this.expired.push(...this.endpoint.expire(this.now));
        break;
    }
  }

  #plan(due: readonly Due[]): void {
    for (const event of due) this.#due.add(event.at, event);
  }

  #pass(until: number): void {
    const later: Due[] = [];
    for (let next = this.#due.next(); next !== undefined; next = this.#due.next()) {
      if (next.at > until) {
        later.push(next.event);
        break;
      }
      this.now = next.at;
      this.#carryOut(next.event);
    }
    this.#plan(later);
    this.now = until;
  }

  #carryOut(event: Due): void {
    if (event.type === 'ready') {
      this.#plan(this.endpoint.ready(event.instance, this.now));
      return;
    }
    const due = this.endpoint.done(event.instance, event.job, this.now);
    if (due === false) return;
    this.done.push(event.job);
    this.#plan(due);
  }
}
