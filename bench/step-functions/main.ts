import { Command, InvalidArgumentError } from 'commander';
import { host } from '../shared/host.ts';
import { median } from '../shared/statistics.ts';
import { type Engine, Gen3dEngine, startMiniStack, withFolder } from './engine.ts';
import { timeInProcess } from './in-process.ts';
import { fiveStates } from './state-machine.ts';
import { timeExecutions } from './throughput.ts';
import { measureWaiting } from './waiting.ts';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('Use a non-negative integer.');
  return value;
};

const program = new Command('npm run bench -- step-functions')
  .description('Durable executions per second over HTTP, and the cost of waiting executions.')
  .option('--executions <counts...>', 'executions per run; several counts show growth', ['10000'])
  .option('--waiting <count>', 'executions that wait for a token; 0 skips this part', count, 100_000)
  .option('--runs <count>', 'runs per measurement; medians are reported', count, 3)
  .option('--connections <count>', 'concurrent requests', count, 64)
  .option('--ministack <file>', 'compare with MiniStack: the `ministack` command of a virtual environment')
  .option('--ministack-executions <count>', 'executions per run of MiniStack', count, 1_000)
  .parse();
const options = program.opts<{
  executions: string[];
  waiting: number;
  runs: number;
  connections: number;
  ministack?: string;
  ministackExecutions: number;
}>();
const { waiting, runs, connections, ministack } = options;

console.log(host());
for (const executions of options.executions.map(count)) {
  report('gen3d, over HTTP', executions, await measure(ownEngine, executions));
  report('gen3d, the engine alone', executions, await measureInProcess(executions));
}
if (ministack !== undefined) {
  const count = options.ministackExecutions;
  const start = (folder: string) => startMiniStack(ministack, folder);
  report('MiniStack, over HTTP, not durable', count, await measure(start, count));
}
if (waiting > 0) await reportWaiting();

function ownEngine(folder: string): Promise<Engine> {
  return Gen3dEngine.start(folder);
}

/** Executions per second: the median of several runs, each in a new process. */
async function measure(start: (folder: string) => Promise<Engine>, executions: number): Promise<number> {
  return medianRate(executions, async (folder) => {
    const engine = await start(folder);
    await timeExecutions(engine, Math.min(executions, 500), connections);
    const seconds = await timeExecutions(engine, executions, connections);
    await engine.stop();
    return seconds;
  });
}

function measureInProcess(executions: number): Promise<number> {
  return medianRate(executions, (folder) => timeInProcess(folder, executions, connections));
}

async function medianRate(executions: number, run: (folder: string) => Promise<number>): Promise<number> {
  const rates: number[] = [];
  for (let index = 0; index < runs; index += 1) rates.push(executions / (await withFolder(run)));
  return median(rates);
}

function report(engine: string, executions: number, rate: number): void {
  const transitions = rate * fiveStates.transitions;
  console.log(
    `${engine}: ${executions} executions at ${rate.toFixed(0)}/s, ${transitions.toFixed(0)} transitions/s`,
  );
}

async function reportWaiting(): Promise<void> {
  const cost = await withFolder((folder) => measureWaiting(folder, waiting, connections));
  console.log(
    `${waiting} waiting: started at ${(waiting / cost.started).toFixed(0)}/s; memory ${megabytes(cost.rss)}, after a kill ${megabytes(cost.rssAfterRestart)}; ready again in ${cost.restart.toFixed(2)} s; answered at ${(waiting / cost.answered).toFixed(0)}/s`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
