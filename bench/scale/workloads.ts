import type { Workload } from './workload.ts';

/** Loads that five instances can serve: at most 3.5 sessions per minute. */
export const bearable: Readonly<Record<string, Workload>> = {
  'one session every 2 h': { kind: 'bursts', sessions: 1, everyMinutes: 120, bursts: 48 },
  '3 an hour': { kind: 'steady', perMinute: 0.05, minutes: 4_320 },
  '0.3 a minute': { kind: 'steady', perMinute: 0.3, minutes: 1_440 },
  '1 a minute': { kind: 'steady', perMinute: 1, minutes: 960 },
  '3 a minute': { kind: 'steady', perMinute: 3, minutes: 480 },
  '50 at once every 3 h': { kind: 'bursts', sessions: 50, everyMinutes: 180, bursts: 8 },
};

const rates = (perMinute: readonly number[], behind: string): Readonly<Record<string, Workload>> =>
  Object.fromEntries(
    perMinute.map((rate) => [
      `${rate.toLocaleString('en')} a minute${behind}`,
      { kind: 'steady', perMinute: rate, minutes: 60 },
    ]),
  );

/** Loads above that, with the cap of five instances. */
export const beyond = rates([10, 100, 1_000], '');
/** Loads above that, without the cap, which is a quota that AWS can raise. */
export const unbounded = rates([10, 30, 100, 300, 1_000], ', no cap');
/** The uncapped load that policies are chosen by, besides `bearable`. */
export const evaluatedUnbounded = rates([10], ', no cap');
