import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Queue } from '#local/emulators/queue/queue.ts';
import { type Outcome, QueueWorker } from '#local/emulators/queue/queue-worker.ts';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { startCrashableService } from '../crashable-service.ts';
import { removeFolder, serviceOptions } from '../fixture.ts';

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
  it('leases messages in order, each once', () => {
    put('a', 'b');
    expect([leaseBody(), leaseBody(), leaseBody()]).toEqual(['a', 'b', undefined]);
  });

  it('deletes what is done and keeps its queues apart', () => {
    const [id = ''] = put('a');
    queue.put([{ queue: 'other', body: 'x' }]);
    queue.lease('q');
    queue.done(id);
    expect([queue.backlog('q'), queue.backlog('other')]).toEqual([0, 1]);
  });

  it('leases a retried message again when it is due, and counts the attempt', () => {
    const [id = ''] = put('a');
    queue.lease('q');
    const later = Date.now() + 60_000;
    queue.retry(id, later);
    expect(leaseBody()).toBeUndefined();
    expect(queue.nextDue('q')).toBe(later);
    expect(queue.lease('q', later)).toMatchObject({ id, attempts: 1 });
  });

  it('keeps a dead letter with its reason', () => {
    const [id = ''] = put({ a: 1 });
    queue.lease('q');
    queue.deadLetter(id, 'refused thrice');
    expect(leaseBody()).toBeUndefined();
    expect(queue.deadLetters()).toMatchObject([{ id, body: { a: 1 }, reason: 'refused thrice' }]);
  });

  it('has all messages again after it was not closed', () => {
    put('taken', 'waiting');
    queue.lease('q');
    const reopened = new Queue(path);
    expect([reopened.lease('q')?.body, reopened.lease('q')?.body]).toEqual(['taken', 'waiting']);
    reopened.close();
  });

  it('has all acknowledged messages after kill -9', async () => {
    const crashable = await startCrashableService('queue', path);
    await crashable.kill();
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

  it('handles in order what was put before and after it started', async () => {
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

  it('handles no more at a time than its concurrency', async () => {
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

  it('retries and keeps dead letters as its handler decides', async () => {
    const outcomes: Outcome[] = [
      { kind: 'retry', delayMs: 1 },
      { kind: 'dead', reason: 'enough' },
    ];
    put('a');
    const worker = work(async () => outcomes.shift() ?? done);
    await vi.waitFor(() => expect(queue.deadLetters()).toHaveLength(1));
    await worker.close();
    expect(queue.deadLetters()).toMatchObject([{ attempts: 2, reason: 'enough' }]);
  });

  it('retries after an unexpected error', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let tries = 0;
    put('a');
    const worker = work(async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('an error that quotes a body');
      return done;
    });
    await vi.waitFor(() => expect(queue.backlog('q')).toBe(0), { timeout: 5000 });
    await worker.close();
    expect(String(log.mock.calls)).not.toContain('quotes');
    log.mockRestore();
  });

  it('leaves unfinished messages for the next start', async () => {
    put('a');
    let signalStart = () => {};
    const started = new Promise<void>((resolve) => {
      signalStart = resolve;
    });
    const worker = work(async (_, signal) => {
      signalStart();
      await once(signal, 'abort');
      throw signal.reason;
    });
    await started;
    await worker.close();
    expect(queue.lease('q')).toMatchObject({ body: 'a', attempts: 0 });
  });
});
