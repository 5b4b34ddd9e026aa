import type { Random } from '#local/testing/random.ts';

/** The demand of one session; times in seconds. */
export interface SessionDemand {
  readonly arrives: number;
  readonly embedding: number;
  readonly reconstruction: number;
  /** Between the embedding and the submission of the mask. */
  readonly mask: number;
}

/** How sessions arrive. */
export type Workload =
  /** A Poisson process. */
  | { readonly kind: 'steady'; readonly perMinute: number; readonly minutes: number }
  /** Many sessions within one minute, repeatedly. */
  | {
      readonly kind: 'bursts';
      readonly sessions: number;
      readonly everyMinutes: number;
      readonly bursts: number;
    };

/**
 * GPU seconds, including the swap of models between CPU and GPU. Estimates: SAM 3D Objects is reported to take 40 to
 * 90 s on an A10G, where nothing was measured.
 */
const gpu = { embedding: [6, 14], reconstruction: [50, 100] } as const;
/** Time for the mask in seconds, log-normal: the median user takes a minute, and 95% finish within ten. */
const mask = { median: 60, spread: 1.4 } as const;

export function sessionsOf(workload: Workload, random: Random): SessionDemand[] {
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

/** A standard normal variate (Box–Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
