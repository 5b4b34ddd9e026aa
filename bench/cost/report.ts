import type { Compared } from './compare.ts';
import type { LoadCost } from './loads.ts';
import { baselinePolls, pollsOf } from './polls.ts';
import { scenarios } from './scenarios.ts';
import { type Line, orchestration, total, type Usage, work } from './usage.ts';

/** The bill of both designs by service, in microdollars. */
export function bill(compared: readonly Compared[]): string[][] {
  const heading = ['', ...compared.flatMap(({ scenario }) => [scenario.name, 'baseline'])];
  const parts = (of: (usage: Usage) => Line[]) =>
    (compared[0] ? of(compared[0].gen3d) : []).map(({ what }, part) => [
      what,
      ...compared.flatMap(({ gen3d, baseline }) =>
        [gen3d, baseline].map((usage) => millionths(of(usage)[part]?.dollars)),
      ),
    ]);
  const sums = (name: string, of: (usage: Usage) => Line[]) => [
    name,
    ...compared.flatMap(({ gen3d, baseline }) =>
      [gen3d, baseline].map((usage) => millionths(total(of(usage)))),
    ),
  ];
  return [
    heading,
    ...parts(orchestration),
    sums('orchestration', orchestration),
    ...parts(work),
    sums('total', whole),
  ];
}

/** Gen3D's cost divided by the baseline's. */
export function ratioTable(compared: readonly Compared[]): string[][] {
  const share = (of: (usage: Usage) => Line[], gen3d: Usage, baseline: Usage) =>
    (total(of(gen3d)) / total(of(baseline))).toFixed(2);
  return [
    ['ratio to the baseline', 'orchestration', 'if it polls throughout', 'total'],
    ...compared.map(({ scenario, gen3d, baseline, baselineThroughout }) => [
      scenario.name,
      share(orchestration, gen3d, baseline),
      share(orchestration, gen3d, baselineThroughout),
      share(whole, gen3d, baseline),
    ]),
  ];
}

/** The mean session under each load. */
export function loadTable(costs: readonly LoadCost[]): string[][] {
  return [
    ['orchestration, by load', 'Gen3D', 'baseline, same waits', 'ratio', 'baseline, own waits', 'ratio'],
    ...costs.map(({ load, gen3d, baselineSameWaits, baseline }) => [
      load,
      millionths(gen3d),
      millionths(baselineSameWaits),
      (gen3d / baselineSameWaits).toFixed(2),
      millionths(baseline),
      (gen3d / baseline).toFixed(2),
    ]),
  ];
}

/** What longer poll intervals save, and how much later the result is seen. */
export async function pollTable(): Promise<string[][]> {
  const rows = scenarios.map(async (scenario) => {
    const bounds = [5, 10, 15, 20, 30].map((seconds) => ({ maxInterval: seconds * 1_000 }));
    const tried = [{}, ...bounds].map((options) => pollsOf(scenario, options));
    const cells = (await Promise.all(tried)).map(({ count, late }) => `${count}, ${late.toFixed(0)} s late`);
    return [scenario.name, ...cells, `${baselinePolls(scenario)}`];
  });
  return [
    ['polls, by longest interval', 'Gen3D', '5 s', '10 s', '15 s', '20 s', '30 s', 'baseline'],
    ...(await Promise.all(rows)),
  ];
}

const whole = (usage: Usage) => [...orchestration(usage), ...work(usage)];

function millionths(dollars = 0): string {
  return (dollars * 1e6).toFixed(dollars >= 1e-4 ? 0 : 1);
}
