import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { lineChart } from '../shared/line-chart.ts';
import { compareIn } from './compare.ts';
import type { Measurement } from './measurement.ts';
import { sessionWith } from './scenarios.ts';
import { orchestration, total, type Usage } from './usage.ts';

const minutes = Array.from({ length: 13 }, (_, n) => n * 2.5);

/** Orchestration cost by the start time of the endpoint, with the mask submitted after five minutes. */
export async function waitChart(measurement: Measurement, history: readonly HistoryEvent[]): Promise<string> {
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
    y: { label: 'microdollars', ticks: [0, 1_000, 2_000, 3_000, 4_000, 5_000] },
    series: [
      { name: 'baseline, polls throughout', points: points(({ baselineThroughout }) => baselineThroughout) },
      { name: 'baseline, polls while jobs run', points: points(({ baseline }) => baseline) },
      { name: 'Gen3D, including polls', points: points(({ gen3d }) => gen3d) },
    ],
  });
}
