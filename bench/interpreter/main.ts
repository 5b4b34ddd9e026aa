/**
 * `npm run bench:interpreter`: executions in memory beside aws-local-stepfunctions, and histories replayed, each a
 * median of several runs in this one process on one core.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StateMachine } from 'aws-local-stepfunctions';
import { compile } from '#state-machines/asl/index.ts';
import { type Answer, Simulation, simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { replayAll } from '#state-machines/replay/index.ts';
import { fiveStates, workResult } from '../step-functions/machine.ts';
import { fiveStatesInJsonPath } from './json-path.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'events', 'histories');

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '5000' },
    replays: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '5' },
  },
});
const executions = Number(values.executions);
const replays = Number(values.replays);
const runs = Number(values.runs);

console.log(`${cpus()[0]?.model}, Node ${process.version}; medians of ${runs} runs`);
const ours = await median(executions, simulateAll);
const theirs = await median(executions, peerAll);
row('gen3d, in memory, JSONata, history kept', ours, 'executions a second');
row('aws-local-stepfunctions, JSONPath, nothing kept', theirs, 'executions a second');
console.log(`  ratio ${(ours / theirs).toFixed(2)}`);

const histories = readHistories();
row(
  'replay of the plain session',
  await median(replays, (n) => replayMany([succeeded()], n)),
  'histories a second',
);
row(
  `replay of all ${histories.length} recorded paths`,
  await median(replays, (n) => replayMany(histories, n)),
  'histories a second',
);

function simulateAll(count: number): void {
  const machine = compile(JSON.parse(fiveStates.definition));
  const answer: Answer = { result: { type: 'TaskSucceeded', output: JSON.stringify(workResult) } };
  for (let n = 0; n < count; n += 1) {
    const events = new Simulation(machine, simulatedFacts(`e${n}`, fiveStates.input), () => answer).run();
    if (events.at(-1)?.type !== 'ExecutionSucceeded') throw new Error('An execution did not succeed.');
  }
}

/** One after another is its quickest way: it keeps nothing and waits for nothing. */
async function peerAll(count: number): Promise<void> {
  const machine = new StateMachine(fiveStatesInJsonPath, {
    validationOptions: { checkPaths: false, checkArn: false },
  });
  const overrides = { taskResourceLocalHandlers: { Work: async () => workResult.Payload } };
  for (let n = 0; n < count; n += 1) {
    const output = await machine.run(JSON.parse(fiveStates.input), { overrides }).result;
    if (JSON.stringify(output) !== '{"text":"n is 2"}') throw new Error('The peer came to another result.');
  }
}

function replayMany(texts: readonly string[], count: number): void {
  const named = Array.from({ length: count }, (_, n) => ({
    name: `${n}`,
    history: texts[n % texts.length] ?? '',
  }));
  const definition = readFileSync(join(root, 'state-machines', 'session.asl.json'), 'utf8');
  for (const result of replayAll(definition, named)) {
    if (result.outcome !== 'ok')
      throw new Error(`A recorded history does not replay: ${JSON.stringify(result)}`);
  }
}

function readHistories(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function succeeded(): string {
  return readFileSync(join(folder, 'succeeded.json'), 'utf8');
}

/** Rate a second: the median of the runs, after one that warms up. */
async function median(count: number, work: (count: number) => void | Promise<void>): Promise<number> {
  await work(Math.min(count, 500));
  const rates: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = process.hrtime.bigint();
    await work(count);
    rates.push(count / (Number(process.hrtime.bigint() - start) / 1e9));
  }
  return rates.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

function row(what: string, rate: number, unit: string): void {
  console.log(`  ${what.padEnd(52)} ${Math.round(rate).toLocaleString('en')} ${unit}`);
}
