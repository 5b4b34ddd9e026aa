import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timers } from '#state-machines/asl/execution/timers.ts';

describe('timers', () => {
  it('fire by time, then in insertion order, unless obsolete', () => {
    const entries = fc.array(fc.record({ due: fc.nat(20), live: fc.boolean() }));
    fc.assert(
      fc.property(entries, (all) => {
        const timers = new Timers();
        const taken: number[] = [];
        for (const [index, { due, live }] of all.entries()) {
          timers.add({ due, isLive: () => live, fire: () => index });
        }
        for (let timer = timers.takeDue(20); timer !== undefined; timer = timers.takeDue(20))
          taken.push(timer.fire() ?? -1);

        const wanted = [...all.entries()]
          .filter(([, { live }]) => live)
          .toSorted(([i, a], [j, b]) => a.due - b.due || i - j);
        expect(taken).toEqual(wanted.map(([index]) => index));
      }),
    );
  });

  it('do not fire before they are due', () => {
    const timers = new Timers();
    timers.add({ due: 10, isLive: () => true, fire: () => undefined });

    expect(timers.takeDue(9)).toBeUndefined();
    expect(timers.next()?.due).toBe(10);
  });
});
