import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Queue } from '#local/services/queue.ts';
import { type Outcome, QueueWorker } from '#local/services/queue-worker.ts';
import type { ServiceOptions } from '#local/services/service.ts';
import { removeFolder, serviceOptions } from './home.ts';
import { startKillable } from './killable.ts';

let options: ServiceOptions;
let path = '';
let queue: Queue;
beforeEach(async () => {
  options = await serviceOptions();
  path = join(options.folder, 'queue.sqlite');
  queue = new Queue(path);
});
afterEach(async () => {
  queue.close();
  await removeFolder(options);
});

const put = (...bodies: unknown[]) => queue.put(bodies.map((body) => ({ queue: 'q', body })));
const leaseBody = (now?: number) => queue.lease('q', now)?.body;

describe('a queue', () => {
  it('gives messages out in their order, each to one taker', () => {
    put('a', 'b');
    expect([leaseBody(), leaseBody(), leaseBody()]).toEqual(['a', 'b', undefined]);
  });

  it('forgets what is done and keeps its queues apart', () => {
    const [id = ''] = put('a');
    queue.put([{ queue: 'other', body: 'x' }]);
    queue.lease('q');
    queue.done(id);
    expect([queue.backlog('q'), queue.backlog('other')]).toEqual([0, 1]);
  });

  it('gives a retried message out again when it is due, and counts', () => {
    const [id = ''] = put('a');
    queue.lease('q');
    const later = Date.now() + 60_000;
    queue.retry(id, later);
    expect(leaseBody()).toBeUndefined();
    expect(queue.nextDue('q')).toBe(later);
    expect(queue.lease('q', later)).toMatchObject({ id, attempts: 1 });
  });

  it('keeps what nobody will try again, with the reason', () => {
    const [id = ''] = put({ a: 1 });
    queue.lease('q');
    queue.bury(id, 'refused thrice');
    expect(leaseBody()).toBeUndefined();
    expect(queue.dead()).toMatchObject([{ id, body: { a: 1 }, reason: 'refused thrice' }]);
  });

  it('has everything again when it is opened without having been closed', () => {
    put('taken', 'waiting');
    queue.lease('q');
    const reopened = new Queue(path);
    expect([reopened.lease('q')?.body, reopened.lease('q')?.body]).toEqual(['taken', 'waiting']);
    reopened.close();
  });

  it('has everything that it acknowledged before kill -9', async () => {
    const killable = await startKillable('queue', path);
    await killable.kill();
    queue.close();
    queue = new Queue(path);
    const bodies = Array.from({ length: 51 }, () => leaseBody());
    expect(bodies).toEqual([...Array(50).keys(), undefined]);
  });
});

describe('a worker', () => {
  const work = (handle: (body: unknown, signal: AbortSignal) => Promise<Outcome>, concurrency = 1) =>
    new QueueWorker({ queue, name: 'q', concurrency, handle: ({ body }, signal) => handle(body, signal) });
  const done = { kind: 'done' } as const;

  it('works in order on what was put before and after it started', async () => {
    const seen: unknown[] = [];
    put(1, 2);
    const worker = work(async (body) => {
      seen.push(body);
      return done;
    });
    put(3);
    await vi.waitFor(() => expect(queue.backlog('q')).toBe(0));
    await worker.close();
    expect(seen).toEqual([1, 2, 3]);
  });

  it('works on so many at once and no more', async () => {
    let [running, most] = [0, 0];
    put(...Array(6).keys());
    const worker = work(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return done;
    }, 2);
    await vi.waitFor(() => expect(queue.backlog('q')).toBe(0));
    await worker.close();
    expect(most).toBe(2);
  });

  it('tries again and buries as it is told', async () => {
    const outcomes: Outcome[] = [
      { kind: 'retry', delayMs: 1 },
      { kind: 'dead', reason: 'enough' },
    ];
    put('a');
    const worker = work(async () => outcomes.shift() ?? done);
    await vi.waitFor(() => expect(queue.dead()).toHaveLength(1));
    await worker.close();
    expect(queue.dead()).toMatchObject([{ attempts: 2, reason: 'enough' }]);
  });

  it('tries again after a defect', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let tries = 0;
    put('a');
    const worker = work(async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('a defect that quotes a body');
      return done;
    });
    await vi.waitFor(() => expect(queue.backlog('q')).toBe(0), { timeout: 5000 });
    await worker.close();
    expect(String(log.mock.calls)).not.toContain('quotes');
    log.mockRestore();
  });

  it('leaves what it could not end for the next start', async () => {
    put('a');
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const worker = work(async (_, signal) => {
      begun();
      await once(signal, 'abort');
      throw signal.reason;
    });
    await started;
    await worker.close();
    expect(queue.lease('q')).toMatchObject({ body: 'a', attempts: 0 });
  });
});
