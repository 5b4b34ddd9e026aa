/**
 * `npm run bench -- cold-start`: measures the time from process start to a ready handler, for every deployed function
 * and for a Python handler that creates the same clients with boto3. Rounds alternate between the two.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { pythonCommands } from '#container/python.ts';
import { loadAssembly } from '#local/environment/assembly/read-assembly.ts';
import { host, load } from '../shared/host.ts';
import { parseCount } from '../shared/parse-count.ts';
import { median } from '../shared/statistics.ts';
import { textTable } from '../shared/text-table.ts';
import { bareStarts, measure } from './measure.ts';
import { ratios, rows } from './report.ts';

const here = import.meta.dirname;
const target = 0.3;
const { rounds, only } = new Command('npm run bench -- cold-start')
  .description('Time and memory until a handler is ready, compared with Python and boto3.')
  .option('--rounds <count>', 'starts per function; medians are reported', parseCount, 11)
  .option('--only <functions...>', 'measure only these functions')
  .parse()
  .opts<{ rounds: number; only?: string[] }>();

const python = join(pythonCommands('cold-start', join(here, 'requirements.txt')), 'python');
const assembly = await loadAssembly({
  folder: join(here, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies'),
  origins: { api: 'http://localhost', web: 'http://localhost' },
});
const functions = assembly.functions.filter(({ name }) => only?.includes(name) ?? true);

console.log(`npm run bench -- cold-start --rounds ${rounds}`);
console.log(`${host()}; ${load()}`);
const bare = await bareStarts(python, rounds);
console.log(`empty process: Node ${bare.node.toFixed(0)} ms, Python ${bare.python.toFixed(0)} ms`);
const measured = await measure(functions, python, rounds);
for (const line of textTable(rows(measured))) console.log(line);
console.log(
  `ratio to Python: wall time ${share('wall')}; CPU time ${share('cpu')}; target: at most ${target}`,
);
console.log(`at the end: ${load()}`);

function share(key: 'wall' | 'cpu'): string {
  const all = measured.map((one) => ratios(one)[key]);
  return `median ${median(all).toFixed(2)}, max ${Math.max(...all).toFixed(2)}`;
}
