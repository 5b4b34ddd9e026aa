import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { lineChart } from '../shared/line-chart.ts';
import { compareIn } from './compare.ts';
import type { Measurement } from './measurement.ts';
import { sessionWith } from './scenarios.ts';
import { orchestration, total, type Usage } from './usage.ts';

const minutes = Array.from({ length: 13 }, (_, n) => n * 2.5);

/** What orchestration costs, by how long the endpoint takes to start; the mask in five minutes. */
export async function waitPicture(
  measurement: Measurement,
  history: readonly HistoryEvent[],
): Promise<string> {
  const compared = await compareIn(
    minutes.map((start) => sessionWith(`${start} min`, start * 60, 300)),
    measurement,
    history,
  );
  const points = (of: (one: (typeof compared)[number]) => Usage) =>
    compared.map((one, at) => [minutes[at] ?? 0, total(orchestration(of(one))) * 1e6] as const);
  return lineChart({
    title: 'Orchestration of one session',
    x: { label: 'minutes until an instance takes the first job', ticks: [0, 5, 10, 15, 20, 25, 30] },
    y: { label: 'millionths of a dollar', ticks: [0, 1_000, 2_000, 3_000, 4_000, 5_000] },
    series: [
      { name: 'plan, polls throughout', points: points(({ planThroughout }) => planThroughout) },
      { name: 'plan, polls while jobs run', points: points(({ plan }) => plan) },
      { name: 'ours, client’s polls included', points: points(({ ours }) => ours) },
    ],
  });
}
