import { describe, expect, it } from 'vitest';
import { Throttle } from '#local/emulators/api-gateway/throttle.ts';

describe('throttling', () => {
  it('admits a burst and then the steady rate', () => {
    const throttle = new Throttle({ perSecond: 2, burst: 3 });

    const burst = [0, 0, 0, 0].map((now) => throttle.admit(1_000 + now));
    const later = [500, 500, 1_000].map((now) => throttle.admit(1_000 + now));

    expect(burst).toEqual([true, true, true, false]);
    expect(later).toEqual([true, false, true]);
  });
});
