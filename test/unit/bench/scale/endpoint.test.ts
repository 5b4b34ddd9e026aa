import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Due, Endpoint, type EndpointOptions, type Job } from '../../../../bench/scale/endpoint.ts';
import { EventQueue } from '../../../../bench/scale/event-queue.ts';

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

describe('Endpoint', () => {
  it('loses no request and never exceeds the concurrency of an instance', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const driver = new EndpointDriver();
        for (const one of steps) {
          driver.take(one);
          expect(driver.endpoint.fullest).toBeLessThanOrEqual(options.concurrency);
          expect(driver.endpoint.held).toBeLessThanOrEqual(driver.endpoint.inService * options.concurrency);
          const { backlog, held } = driver.endpoint;
          expect(driver.done.length + driver.killed.length + driver.expired.length + backlog + held).toBe(
            driver.asked,
          );
        }
      }),
    );
  });

  it('answers in the order of the requests when one instance holds one at a time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 30 }), (times) => {
        const driver = new EndpointDriver({ ...options, concurrency: 1 });
        driver.take({ type: 'resize', to: 1 });
        for (const gpuSeconds of times) driver.take({ type: 'ask', gpuSeconds });
        driver.take({ type: 'pass', seconds: 10_000 });

        expect(driver.done.map(({ session }) => session)).toEqual(times.map((_, n) => n));
      }),
    );
  });

  it('counts accepted requests as backlog only with "unfinished"', () => {
    const backlogs = (['waiting', 'unfinished'] as const).map((backlog) => {
      const driver = new EndpointDriver({ ...options, backlog });
      driver.take({ type: 'resize', to: 1 });
      driver.take({ type: 'pass', seconds: options.coldStart });
      for (let n = 0; n < 6; n += 1) driver.take({ type: 'ask', gpuSeconds: 10 });
      return driver.endpoint.backlog;
    });

    expect(backlogs).toEqual([2, 6]);
  });

  it('runs one request at a time on an instance', () => {
    const driver = new EndpointDriver();
    driver.take({ type: 'resize', to: 1 });
    for (let n = 0; n < 4; n += 1) driver.take({ type: 'ask', gpuSeconds: 10 });

    driver.take({ type: 'pass', seconds: 600 + 25 });

    expect(driver.done).toHaveLength(2);
    expect(driver.endpoint.held).toBe(2);
    expect(driver.endpoint.backlog).toBe(0);
  });

  it('accepts requests once an instance has started, and bills it from its launch', () => {
    const driver = new EndpointDriver();
    driver.take({ type: 'resize', to: 1 });
    driver.take({ type: 'ask', gpuSeconds: 10 });

    driver.take({ type: 'pass', seconds: 599 });
    expect(driver.endpoint).toMatchObject({ backlog: 1, inService: 0, desired: 1 });
    driver.take({ type: 'pass', seconds: 1 });
    expect(driver.endpoint).toMatchObject({ backlog: 0, inService: 1 });
    driver.take({ type: 'resize', to: 0 });

    expect(driver.endpoint.instanceSeconds(driver.now + 500)).toBe(600);
    expect(driver.killed).toHaveLength(1);
  });

  it('expires only requests that have waited too long', () => {
    const endpoint = new Endpoint(options);
    endpoint.ask(job(1, 0), 0);
    endpoint.ask(job(2, 100), 100);

    expect(endpoint.expire(3_599)).toEqual([]);
    expect(endpoint.expire(3_600).map(({ session }) => session)).toEqual([1]);
    expect(endpoint.backlog).toBe(1);
  });
});

/** Applies steps to an endpoint and runs the events that it schedules. */
class EndpointDriver {
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
        this.#schedule(this.endpoint.ask(job(this.asked, this.now, one.gpuSeconds), this.now));
        this.asked += 1;
        break;
      case 'resize': {
        const { due, killed } = this.endpoint.resize(one.to, this.now, () => 0);
        this.#schedule(due);
        this.killed.push(...killed);
        break;
      }
      case 'pass':
        this.#pass(this.now + one.seconds);
        this.expired.push(...this.endpoint.expire(this.now));
        break;
    }
  }

  #schedule(due: readonly Due[]): void {
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
    this.#schedule(later);
    this.now = until;
  }

  #carryOut(event: Due): void {
    if (event.type === 'ready') {
      this.#schedule(this.endpoint.ready(event.instance, this.now));
      return;
    }
    const due = this.endpoint.done(event.instance, event.job, this.now);
    if (due === false) return;
    this.done.push(event.job);
    this.#schedule(due);
  }
}
