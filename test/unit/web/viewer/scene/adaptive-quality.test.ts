import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveQuality, movingBand } from '#web/viewer/scene/adaptive-quality.ts';

/** A device: ms for all of the work, and ms of overhead per frame. */
interface Device {
  readonly all: number;
  readonly overhead: number;
  /** ms between two refreshes of its display. */
  readonly display: number;
}

function timeOf({ all, overhead, display }: Device, share: number): number {
  return display * Math.max(1, Math.ceil((overhead + all * share) / display));
}

/** Runs frames and returns the share of each. */
function run(adaptiveQuality: AdaptiveQuality, device: Device, frames: number): number[] {
  return Array.from({ length: frames }, () => {
    adaptiveQuality.measure(timeOf(device, adaptiveQuality.share));
    return adaptiveQuality.share;
  });
}

const changesOf = (shares: readonly number[]) =>
  shares.filter((share, i) => i > 0 && share !== shares[i - 1]).length;

const displays = fc.constantFrom(1, 1000 / 144, 1000 / 120, 1000 / 75, 1000 / 60);
const min = 0.01;
const slow = fc.record({
  all: fc.double({ min: 40, max: 5_000, noNaN: true }),
  overhead: fc.double({ min: 0, max: 12, noNaN: true }),
  display: displays,
});

describe('AdaptiveQuality', () => {
  it('keeps the full share while frames are fast enough', () => {
    const fast = fc.record({
      all: fc.double({ min: 0, max: 16, noNaN: true }),
      overhead: fc.constant(0),
      display: fc.oneof(displays, fc.constant(1000 / 30)),
    });
    fc.assert(
      fc.property(fast, (device) => {
        expect(new Set(run(new AdaptiveQuality({ min }), device, 500))).toEqual(new Set([1]));
      }),
    );
  });

  it('finds a share with fast enough frames, or else the minimum, on a slow device', () => {
    fc.assert(
      fc.property(slow, (device) => {
        const adaptiveQuality = new AdaptiveQuality({ min });
        run(adaptiveQuality, device, 400);

        const times = run(adaptiveQuality, device, 400).map((share) => timeOf(device, share));
        const typical = times.toSorted((a, b) => a - b)[200] ?? 0;
        expect(typical <= movingBand.high || adaptiveQuality.share === min).toBe(true);
      }),
    );
  });

  it('chooses no smaller share than needed', () => {
    fc.assert(
      fc.property(slow, (device) => {
        const adaptiveQuality = new AdaptiveQuality({ min, start: min });
        const shares = run(adaptiveQuality, { ...device, display: 1 }, 2_000);

        const most = Math.max(...shares.slice(1_000));
        expect(most === 1 || timeOf({ ...device, display: 1 }, most) >= movingBand.low).toBe(true);
      }),
    );
  });

  it('tries larger shares ever more rarely while the work takes the same time', () => {
    fc.assert(
      fc.property(slow, (device) => {
        const adaptiveQuality = new AdaptiveQuality({ min });
        run(adaptiveQuality, device, 2_000);

        expect(changesOf(run(adaptiveQuality, device, 10_000))).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('changes at most every other frame, and grows by at most half', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3_000, noNaN: true }), { maxLength: 300 }), (times) => {
        const adaptiveQuality = new AdaptiveQuality({ min });
        let [before, changedAt] = [adaptiveQuality.share, -2];
        times.forEach((time, i) => {
          adaptiveQuality.measure(time);
          const { share } = adaptiveQuality;
          expect(share).toBeGreaterThanOrEqual(min);
          expect(share).toBeLessThanOrEqual(Math.min(1, before * 1.5));
          if (share !== before) expect(i - changedAt).toBeGreaterThan(1);
          [before, changedAt] = [share, share === before ? changedAt : i];
        });
      }),
    );
  });

  it('ignores single slow frames, as after the page was hidden', () => {
    fc.assert(
      fc.property(fc.double({ min: 50, max: 1e9, noNaN: true }), (odd) => {
        const adaptiveQuality = new AdaptiveQuality({ min });
        for (let i = 0; i < 300; i++) adaptiveQuality.measure(i % 10 === 5 ? odd : 16.7);

        expect(adaptiveQuality.share).toBe(1);
      }),
    );
  });

  it('drops immediately for very slow frames', () => {
    const adaptiveQuality = new AdaptiveQuality({ min });
    adaptiveQuality.measure(700);
    adaptiveQuality.measure(700);

    expect(adaptiveQuality.share).toBeCloseTo(movingBand.target / 700);
    expect(adaptiveQuality.wasLowered).toBe(true);
  });

  it('recovers soon after other work kept the device busy', () => {
    const adaptiveQuality = new AdaptiveQuality({ min: 0.05 });
    for (let i = 0; i < 20; i++) adaptiveQuality.measure(400);
    expect(adaptiveQuality.share).toBe(0.05);

    const shares = run(adaptiveQuality, { all: 5, overhead: 0, display: 1000 / 60 }, 90);

    expect(shares.at(-1)).toBe(1);
  });

  it('grows even on a 30 Hz display, where fast frames look slow', () => {
    const adaptiveQuality = new AdaptiveQuality({ min, start: 0.3 });

    expect(run(adaptiveQuality, { all: 5, overhead: 0, display: 1000 / 30 }, 2_000).at(-1)).toBe(1);
  });

  it('reports while even the minimum is too much', () => {
    const adaptiveQuality = new AdaptiveQuality({ min: 0.25 });
    run(adaptiveQuality, { all: 100, overhead: 0, display: 1 }, 20);
    expect(adaptiveQuality.isTooMuch).toBe(false);

    run(adaptiveQuality, { all: 200, overhead: 0, display: 1 }, 20);
    expect([adaptiveQuality.share, adaptiveQuality.isTooMuch]).toEqual([0.25, true]);

    run(adaptiveQuality, { all: 100, overhead: 0, display: 1 }, 20);
    expect(adaptiveQuality.isTooMuch).toBe(false);
  });

  it('starts at a given share within its bounds', () => {
    const adaptiveQuality = new AdaptiveQuality({ min: 0.2 });

    adaptiveQuality.set(0.4);
    expect(adaptiveQuality.share).toBe(0.4);
    adaptiveQuality.set(0.01);
    expect(adaptiveQuality.share).toBe(0.2);
  });
});
