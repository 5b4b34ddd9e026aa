import { cpus, totalmem } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { type Engine, OwnEngine, startMiniStack, withFolder } from './engine.ts';
import { timeInProcess } from './in-process.ts';
import { fiveStates } from './machine.ts';
import { timeExecutions } from './throughput.ts';
import { measureWaiting } from './waiting.ts';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a count.');
  return value;
};

const program = new Command('npm run bench:step-functions --')
  .description('Durable executions a second over HTTP, and what waiting executions cost.')
  .option('--executions <counts...>', 'executions of one run, several for growth', ['10000'])
  .option('--waiting <count>', 'executions that wait for a token; 0 leaves it out', count, 100_000)
  .option('--runs <count>', 'runs of each measurement; the median counts', count, 3)
  .option('--connections <count>', 'requests at a time', count, 64)
  .option('--ministack <file>', 'the peer: the executable `ministack` of a virtual environment')
  .option('--ministack-executions <count>', 'executions of one of its runs', count, 1_000)
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

console.log(
  `${cpus()[0]?.model} × ${cpus().length}, ${gigabytes(totalmem())} memory, Node ${process.version}`,
);
for (const executions of options.executions.map(count)) {
  report('gen3d, over HTTP', executions, await measure(ownEngine, executions));
  report('gen3d, the engine alone', executions, await measureInProcess(executions));
}
if (ministack !== undefined) {
  const count = options.ministackExecutions;
  const start = (folder: string) => startMiniStack(ministack, folder);
  report('MiniStack, over HTTP, keeping nothing on disk', count, await measure(start, count));
}
if (waiting > 0) await reportWaiting();

function ownEngine(folder: string): Promise<Engine> {
  return OwnEngine.start(folder);
}

/** Executions a second: the median of the runs, each in a fresh process. */
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
  return rates.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
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

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(0)} GB`;
}
