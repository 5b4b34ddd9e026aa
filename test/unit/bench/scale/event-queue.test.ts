import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../../bench/scale/event-queue.ts';
import { Fifo } from '../../../../bench/scale/fifo.ts';

describe('EventQueue', () => {
  it('returns events by time, and events of the same time in insertion order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (times) => {
        const queue = new EventQueue<number>();
        for (const [order, at] of times.entries()) queue.add(at, order);

        const given: [number, number][] = [];
        for (let next = queue.next(); next !== undefined; next = queue.next())
          given.push([next.at, next.event]);

        const wanted = times.map((at, order): [number, number] => [at, order]);
        expect(given).toEqual(wanted.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
      }),
    );
  });

  it('accepts events between reads', () => {
    const queue = new EventQueue<string>();
    queue.add(5, 'late');
    queue.add(1, 'early');

    expect(queue.next()).toMatchObject({ event: 'early' });
    queue.add(2, 'between');
    expect(queue.next()).toMatchObject({ event: 'between' });
    expect(queue.size).toBe(1);
  });
});

describe('Fifo', () => {
  it('returns items in insertion order at any length', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 6_000, minLength: 3_000 }), (joins) => {
        const fifo = new Fifo<number>();
        const left: number[] = [];
        let joined = 0;
        for (const join of joins) {
          if (join) {
            fifo.add(joined);
            joined += 1;
          } else {
            const first = fifo.first();
            const taken = fifo.take();
            expect(taken).toBe(first);
            if (taken !== undefined) left.push(taken);
          }
        }

        expect(left).toEqual(left.map((_, n) => n));
        expect(fifo.size).toBe(joined - left.length);
      }),
      { numRuns: 20 },
    );
  });
});
