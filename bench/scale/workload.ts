import type { Random } from '#test/chaos/random.ts';

/** What one session will ask for; times in seconds. */
export interface SessionPlan {
  readonly arrives: number;
  readonly embedding: number;
  readonly reconstruction: number;
  /** Between the embedding and the mask's being handed in. */
  readonly mask: number;
}

/** When sessions come. */
export type Workload =
  /** Independent of each other, so many a minute. */
  | { readonly kind: 'steady'; readonly perMinute: number; readonly minutes: number }
  /** So many in one minute, now and then. */
  | {
      readonly kind: 'bursts';
      readonly sessions: number;
      readonly everyMinutes: number;
      readonly bursts: number;
    };

/**
 * GPU seconds with the models' changes between CPU and GPU. Guesses: nothing was measured on an A10G; SAM 3D Objects
 * is told to take 40 to 90 s there.
 */
const gpu = { embedding: [6, 14], reconstruction: [50, 100] } as const;
/** Half of the users are quicker with the mask, and nineteen of twenty are done in ten minutes. */
const mask = { median: 60, spread: 1.4 } as const;

export function sessionsOf(workload: Workload, random: Random): SessionPlan[] {
  const arrivals = [...arrivalsOf(workload, random.part('arrivals'))];
  return arrivals.map((arrives, session) => {
    const own = random.part(session);
    return {
      arrives,
      embedding: own.between(...gpu.embedding),
      reconstruction: own.between(...gpu.reconstruction),
      mask: mask.median * Math.exp(mask.spread * normal(own)),
    };
  });
}

function* arrivalsOf(workload: Workload, random: Random): Generator<number> {
  switch (workload.kind) {
    case 'steady': {
      const mean = 60 / workload.perMinute;
      for (let at = random.exponential(mean); at < workload.minutes * 60; at += random.exponential(mean))
        yield at;
      return;
    }
    case 'bursts': {
      for (let burst = 0; burst < workload.bursts; burst += 1) {
        const begins = burst * workload.everyMinutes * 60;
        const times = Array.from({ length: workload.sessions }, () => begins + random.between(0, 60));
        yield* times.toSorted((a, b) => a - b);
      }
      return;
    }
  }
}

/** Box and Muller's. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
