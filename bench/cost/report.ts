import type { Compared } from './compare.ts';
import type { LoadCost } from './loads.ts';
import { planPolls, pollsOf } from './polls.ts';
import { scenarios } from './scenarios.ts';
import { type Line, orchestration, total, type Usage, work } from './usage.ts';

/** The bill of both designs, part by part, in millionths of a dollar. */
export function bill(compared: readonly Compared[]): string[][] {
  const heading = ['', ...compared.flatMap(({ scenario }) => [scenario.name, 'plan'])];
  const parts = (of: (usage: Usage) => Line[]) =>
    (compared[0] ? of(compared[0].ours) : []).map(({ what }, part) => [
      what,
      ...compared.flatMap(({ ours, plan }) =>
        [ours, plan].map((usage) => millionths(of(usage)[part]?.dollars)),
      ),
    ]);
  const sums = (name: string, of: (usage: Usage) => Line[]) => [
    name,
    ...compared.flatMap(({ ours, plan }) => [ours, plan].map((usage) => millionths(total(of(usage))))),
  ];
  return [
    heading,
    ...parts(orchestration),
    sums('orchestration', orchestration),
    ...parts(work),
    sums('all of it', whole),
  ];
}

/** Our share of the plan's cost. */
export function ratioTable(compared: readonly Compared[]): string[][] {
  const share = (of: (usage: Usage) => Line[], ours: Usage, plan: Usage) =>
    (total(of(ours)) / total(of(plan))).toFixed(2);
  return [
    ['share of the plan’s cost', 'orchestration', 'if it polls throughout', 'all of it'],
    ...compared.map(({ scenario, ours, plan, planThroughout }) => [
      scenario.name,
      share(orchestration, ours, plan),
      share(orchestration, ours, planThroughout),
      share(whole, ours, plan),
    ]),
  ];
}

/** The average session under each load. */
export function loadTable(costs: readonly LoadCost[]): string[][] {
  return [
    ['orchestration, by load', 'ours', 'plan, our waits', 'share', 'plan, its own waits', 'share'],
    ...costs.map(({ load, ours, planSameWaits, plan }) => [
      load,
      millionths(ours),
      millionths(planSameWaits),
      (ours / planSameWaits).toFixed(2),
      millionths(plan),
      (ours / plan).toFixed(2),
    ]),
  ];
}

/** What polling less often saves, and what it costs in patience. */
export async function pollTable(): Promise<string[][]> {
  const rows = scenarios.map(async (scenario) => {
    const bounds = [5, 10, 15, 20, 30].map((seconds) => ({ maxInterval: seconds * 1_000 }));
    const tried = [{}, ...bounds].map((options) => pollsOf(scenario, options));
    const cells = (await Promise.all(tried)).map(({ count, late }) => `${count}, ${late.toFixed(0)} s late`);
    return [scenario.name, ...cells, `${planPolls(scenario)}`];
  });
  return [
    ['polls, by the longest pause', 'ours', '5 s', '10 s', '15 s', '20 s', '30 s', 'plan'],
    ...(await Promise.all(rows)),
  ];
}

const whole = (usage: Usage) => [...orchestration(usage), ...work(usage)];

function millionths(dollars = 0): string {
  return (dollars * 1e6).toFixed(dollars >= 1e-4 ? 0 : 1);
}
