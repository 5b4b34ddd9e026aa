import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedMutex } from '#local/step-functions/runtime/keyed-mutex.ts';

describe('a keyed mutex', () => {
  it('runs the jobs of one key in order and one at a time, whatever their results', async () => {
    const job = fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.nat(3), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 12 }), async (jobs) => {
        const mutex = new KeyedMutex();
        const running = new Map<string, number>();
        const done: { key: string; index: number }[] = [];
        const results = jobs.map(({ key, turns, fails }, index) =>
          mutex.run(key, async () => {
            expect(running.get(key) ?? 0).toBe(0);
            running.set(key, 1);
            for (let count = 0; count < turns; count += 1) await turn();
            running.set(key, 0);
            done.push({ key, index });
            if (fails) throw new Error('failed');
            return index;
          }),
        );
        const settled = await Promise.allSettled(results);
        await mutex.idle();

        settled.forEach((result, index) => {
          expect(result.status).toBe(jobs[index]?.fails ? 'rejected' : 'fulfilled');
        });
        for (const key of ['a', 'b']) {
          const order = done.filter((one) => one.key === key).map(({ index }) => index);
          expect(order).toEqual(order.toSorted((x, y) => x - y));
        }
      }),
    );
  });
});
