/**
 * `npm run bench -- cost`: what a session costs on AWS, compared with the polling baseline over the same times.
 * Computed from a recorded history, from counts on a local server (`measured.json`) and from the prices in
 * `infra/prices.ts`. `--measure` counts again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { prices } from '#infra/prices.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import { host } from '../shared/host.ts';
import { textTable } from '../shared/text-table.ts';
import { waitChart } from './charts.ts';
import { compare } from './compare.ts';
import { costOfLoads } from './loads.ts';
import { measure } from './measure.ts';
import { Measurement } from './measurement.ts';
import { bill, loadTable, pollTable, ratioTable } from './report.ts';

const here = import.meta.dirname;
const file = join(here, 'measured.json');
const root = join(here, '..', '..');
const options = new Command('npm run bench -- cost')
  .description('Cost of a session on AWS, compared with a design that polls.')
  .option('--measure', 'count and time sessions on this computer first')
  .option('--sessions <count>', 'number of sessions to measure', '10')
  .option('--seed <number>', 'seed of the simulated loads', '1')
  .parse()
  .opts<{ measure?: boolean; sessions: string; seed: string }>();

const measurement = options.measure
  ? await measure(Number(options.sessions), file)
  : Measurement.parse(JSON.parse(readFileSync(file, 'utf8')));
const history = readHistory(readFileSync(join(root, 'events', 'histories', 'succeeded.json'), 'utf8'));

console.log(`npm run bench -- cost on ${host()}`);
console.log(
  `functions and requests: ${measurement.sessions} sessions, measured ${measurement.measured} on ${measurement.host}`,
);
console.log(`prices: ${prices.region}, on demand, ${prices.asOf}; microdollars per session`);
const compared = await compare(measurement, history);
const loads = await costOfLoads(Number(options.seed), measurement, history);
for (const lines of [bill(compared), ratioTable(compared), loadTable(loads), await pollTable()]) {
  console.log();
  for (const line of textTable(lines)) console.log(line);
}
writeFileSync(join(root, 'docs', 'images', 'cost.svg'), await waitChart(measurement, history));
