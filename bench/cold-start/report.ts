import { median } from '../shared/statistics.ts';
import type { Start } from './start.ts';

/** The starts of one function and of a Python handler with the same clients. */
export interface Measured {
  readonly name: string;
  readonly clients: readonly string[];
  readonly kilobytes: number;
  readonly node: readonly Start[];
  readonly python: readonly Start[];
}

/** The function's time divided by Python's, wall and CPU: the median of the ratios of all rounds. */
export function ratios({ node, python }: Pick<Measured, 'node' | 'python'>): { wall: number; cpu: number } {
  const of = (key: 'wall' | 'cpu') =>
    median(node.flatMap((ours, round) => (python[round] ? [ours[key] / python[round][key]] : [])));
  return { wall: of('wall'), cpu: of('cpu') };
}

/** The table: a heading, then one row per function. */
export function rows(measured: readonly Measured[]): string[][] {
  const heading = ['function', 'KB', 'ms', 'CPU ms', 'MiB', 'Python ms', 'CPU ms', 'MiB', 'ratio', 'of CPU'];
  const body = measured.map((one) => {
    const { wall, cpu } = ratios(one);
    return [
      one.name,
      one.kilobytes.toFixed(0),
      ...medians(one.node),
      ...medians(one.python),
      wall.toFixed(2),
      cpu.toFixed(2),
    ];
  });
  return [heading, ...body];
}

function medians(starts: readonly Start[]): string[] {
  return (['wall', 'cpu', 'memory'] as const).map((key) =>
    median(starts.map((start) => start[key])).toFixed(0),
  );
}
