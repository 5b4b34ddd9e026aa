import type { Reading } from './meter.ts';
import type { Times } from './session.ts';

const rows = 16;

/** Memory and open files over time, as a table. */
export function* readingTable(readings: readonly Reading[]): Generator<string> {
  yield '   time    ended   memory  open files';
  const step = Math.max(1, Math.ceil(readings.length / rows));
  for (const { at, ended, memory, openFiles } of readings.filter(
    (_, i) => i % step === 0 || i === readings.length - 1,
  ))
    yield `${pad(at.toFixed(0), 5)} s ${pad(ended, 8)} ${pad(memory.toFixed(0), 5)} MiB ${pad(openFiles, 11)}`;
}

/** The fastest, median and slowest times of the sessions. */
export function* timeTable(times: readonly Times[]): Generator<string> {
  yield '                       fastest   median  slowest';
  const line = (name: string, values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share: number) => pad((sorted[Math.round((sorted.length - 1) * share)] ?? 0).toFixed(1), 7);
    return `${name.padEnd(21)} ${at(0)} s ${at(0.5)} s ${at(1)} s`;
  };
  yield line(
    'start accepted',
    times.map(({ started }) => started),
  );
  yield line(
    'waiting for its mask',
    times.map(({ embedded }) => embedded),
  );
  yield line(
    'ended',
    times.map(({ ended }) => ended),
  );
}

/** Stages of a session, and the part of the system that leads from one to the next. */
const legs = [
  ['starting', 'embedding', 'API, validation'],
  ['embedding', 'awaiting_mask', 'endpoint, its answer'],
  ['awaiting_mask', 'validating_mask', 'user, who polls every 3 to 6 s'],
  ['validating_mask', 'reconstructing', 'validation'],
  ['reconstructing', 'done', 'endpoint, its answer'],
  ['starting', 'done', 'everything'],
] as const;

/** How well the order of sessions is preserved between stages: 1 is the same order, 0 is random. */
export function* orderTable(times: readonly Times[]): Generator<string> {
  yield 'order kept from     to               by';
  for (const [from, to, by] of legs) {
    const at = (stage: string) => times.map(({ stages }) => Date.parse(stages[stage] ?? ''));
    const kept = rankCorrelation(at(from), at(to)).toFixed(2);
    yield `${pad(kept, 10)} ${from.padEnd(16)} ${to.padEnd(16)} ${by}`;
  }
}

/** Spearman's rank correlation. */
function rankCorrelation(first: readonly number[], second: readonly number[]): number {
  const n = first.length;
  if (n < 2) return 1;
  const others = ranks(second);
  const squares = ranks(first).reduce((sum, rank, i) => sum + (rank - (others[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result: number[] = [];
  for (const [rank, index] of order.entries()) result[index] = rank;
  return result;
}

function pad(value: string | number, width: number): string {
  return `${value}`.padStart(width);
}
