import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movingBand, Regulator } from '#web/viewer/scene/regulator.ts';

/** A machine: ms that the whole work takes, and ms that each frame takes besides. */
interface Machine {
  readonly all: number;
  readonly besides: number;
  /** ms between two pictures of its display; a frame is seen with the next one. */
  readonly display: number;
}

function timeOf({ all, besides, display }: Machine, share: number): number {
  return display * Math.max(1, Math.ceil((besides + all * share) / display));
}

/** Runs frames and tells the share of each. */
function run(regulator: Regulator, machine: Machine, frames: number): number[] {
  return Array.from({ length: frames }, () => {
    regulator.measure(timeOf(machine, regulator.share));
    return regulator.share;
  });
}

const changesOf = (shares: readonly number[]) =>
  shares.filter((share, i) => i > 0 && share !== shares[i - 1]).length;

const displays = fc.constantFrom(1, 1000 / 144, 1000 / 120, 1000 / 75, 1000 / 60);
const least = 0.01;
const slow = fc.record({
  all: fc.double({ min: 40, max: 5_000, noNaN: true }),
  besides: fc.double({ min: 0, max: 12, noNaN: true }),
  display: displays,
});

describe('the share of the work that fits a frame', () => {
  it('is all of it, always, wherever a frame is fast enough', () => {
    const fast = fc.record({
      all: fc.double({ min: 0, max: 16, noNaN: true }),
      besides: fc.constant(0),
      display: fc.oneof(displays, fc.constant(1000 / 30)),
    });
    fc.assert(
      fc.property(fast, (machine) => {
        expect(new Set(run(new Regulator({ least }), machine, 500))).toEqual(new Set([1]));
      }),
    );
  });

  it('is found on a slow machine: frames are in time, or as little is done as may be', () => {
    fc.assert(
      fc.property(slow, (machine) => {
        const regulator = new Regulator({ least });
        run(regulator, machine, 400);

        const times = run(regulator, machine, 400).map((share) => timeOf(machine, share));
        const typical = times.toSorted((a, b) => a - b)[200] ?? 0;
        expect(typical <= movingBand.high || regulator.share === least).toBe(true);
      }),
    );
  });

  it('is no smaller than it has to be', () => {
    fc.assert(
      fc.property(slow, (machine) => {
        const regulator = new Regulator({ least, start: least });
        const shares = run(regulator, { ...machine, display: 1 }, 2_000);

        const most = Math.max(...shares.slice(1_000));
        expect(most === 1 || timeOf({ ...machine, display: 1 }, most) >= movingBand.low).toBe(true);
      }),
    );
  });

  it('does not swing while the work costs the same: it is tried ever more rarely whether more fits', () => {
    fc.assert(
      fc.property(slow, (machine) => {
        const regulator = new Regulator({ least });
        run(regulator, machine, 2_000);

        expect(changesOf(run(regulator, machine, 10_000))).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('changes at most every other frame, and by halves at most when it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3_000, noNaN: true }), { maxLength: 300 }), (times) => {
        const regulator = new Regulator({ least });
        let [before, changedAt] = [regulator.share, -2];
        times.forEach((time, i) => {
          regulator.measure(time);
          const { share } = regulator;
          expect(share).toBeGreaterThanOrEqual(least);
          expect(share).toBeLessThanOrEqual(Math.min(1, before * 1.5));
          if (share !== before) expect(i - changedAt).toBeGreaterThan(1);
          [before, changedAt] = [share, share === before ? changedAt : i];
        });
      }),
    );
  });

  it('is not changed by single slow frames, as when the page was hidden', () => {
    fc.assert(
      fc.property(fc.double({ min: 50, max: 1e9, noNaN: true }), (odd) => {
        const regulator = new Regulator({ least });
        for (let i = 0; i < 300; i++) regulator.measure(i % 10 === 5 ? odd : 16.7);

        expect(regulator.share).toBe(1);
      }),
    );
  });

  it('falls at once where frames are very slow', () => {
    const regulator = new Regulator({ least });
    regulator.measure(700);
    regulator.measure(700);

    expect(regulator.share).toBeCloseTo(movingBand.aim / 700);
    expect(regulator.wasLowered).toBe(true);
  });

  it('is all again soon after something else has kept the machine busy', () => {
    const regulator = new Regulator({ least: 0.05 });
    for (let i = 0; i < 20; i++) regulator.measure(400);
    expect(regulator.share).toBe(0.05);

    const shares = run(regulator, { all: 5, besides: 0, display: 1000 / 60 }, 90);

    expect(shares.at(-1)).toBe(1);
  });

  it('grows again even on a display of 30 pictures a second, where fast frames look slow', () => {
    const regulator = new Regulator({ least, start: 0.3 });

    expect(run(regulator, { all: 5, besides: 0, display: 1000 / 30 }, 2_000).at(-1)).toBe(1);
  });

  it('tells when even the least is too much, until it is not any more', () => {
    const regulator = new Regulator({ least: 0.25 });
    run(regulator, { all: 100, besides: 0, display: 1 }, 20);
    expect(regulator.isTooMuch).toBe(false);

    run(regulator, { all: 200, besides: 0, display: 1 }, 20);
    expect([regulator.share, regulator.isTooMuch]).toEqual([0.25, true]);

    run(regulator, { all: 100, besides: 0, display: 1 }, 20);
    expect(regulator.isTooMuch).toBe(false);
  });

  it('begins where it is told, within its bounds', () => {
    const regulator = new Regulator({ least: 0.2 });

    regulator.set(0.4);
    expect(regulator.share).toBe(0.4);
    regulator.set(0.01);
    expect(regulator.share).toBe(0.2);
  });
});
