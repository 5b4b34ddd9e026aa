/**
 * `npm run bench:cold-start`: from the start of a process to its handler being ready, for every function that is
 * deployed, beside a Python handler that makes the same clients with boto3. Rounds alternate between the two.
 */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { loadAssembly } from '#local/assembly.ts';
import { pythonCommands } from '#test/python.ts';
import { load, machine } from '../shared/machine.ts';
import { median } from '../shared/statistics.ts';
import { textTable } from '../shared/text-table.ts';
import { bareStarts, measure } from './measure.ts';
import { ratios, rows } from './report.ts';

const here = import.meta.dirname;
const target = 0.3;
const count = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a count.');
};
const { rounds, only } = new Command('npm run bench:cold-start --')
  .description('Time and memory until a handler is ready, beside Python with boto3.')
  .option('--rounds <count>', 'starts of each; the medians count', count, 11)
  .option('--only <functions...>', 'these functions only')
  .parse()
  .opts<{ rounds: number; only?: string[] }>();

const python = join(pythonCommands('cold-start', join(here, 'requirements.txt')), 'python');
const assembly = await loadAssembly({
  folder: join(here, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies'),
  origins: { api: 'http://localhost', web: 'http://localhost' },
});
const functions = assembly.functions.filter(({ name }) => only?.includes(name) ?? true);

console.log(`npm run bench:cold-start -- --rounds ${rounds}`);
console.log(`${machine()}; ${load()}`);
const bare = await bareStarts(python, rounds);
console.log(
  `a process that loads nothing: Node ${bare.node.toFixed(0)} ms, Python ${bare.python.toFixed(0)} ms`,
);
const measured = await measure(functions, python, rounds);
for (const line of textTable(rows(measured))) console.log(line);
console.log(
  `share of Python's time: ${share('wall')}; of its CPU time: ${share('cpu')}; asked for: at most ${target}`,
);
console.log(`in the end ${load()}`);

function share(key: 'wall' | 'cpu'): string {
  const all = measured.map((one) => ratios(one)[key]);
  return `median ${median(all).toFixed(2)}, most ${Math.max(...all).toFixed(2)}`;
}
