/**
 * `npm run bench -- interpreter`: executions in memory, compared with aws-local-stepfunctions, and replayed histories.
 * Reports medians of several runs in one process on one core.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StateMachine } from 'aws-local-stepfunctions';
import { compile } from '#state-machines/asl/index.ts';
import { replayAll } from '#state-machines/replay/index.ts';
import { type Answer, Simulation, simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { host } from '../shared/host.ts';
import { median } from '../shared/statistics.ts';
import { fiveStates, workResult } from '../step-functions/state-machine.ts';
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

console.log(`${host()}; medians of ${runs} runs`);
const rate = await medianRate(executions, simulateAll);
const peerRate = await medianRate(executions, peerAll);
row('gen3d, in memory, JSONata, with history', rate, 'executions/s');
row('aws-local-stepfunctions, JSONPath, no history', peerRate, 'executions/s');
console.log(`  ratio ${(rate / peerRate).toFixed(2)}`);

const histories = readHistories();
row(
  'replay of a session that succeeded',
  await medianRate(replays, (n) => replayMany([succeeded()], n)),
  'histories/s',
);
row(
  `replay of all ${histories.length} recorded histories`,
  await medianRate(replays, (n) => replayMany(histories, n)),
  'histories/s',
);

function simulateAll(count: number): void {
  const stateMachine = compile(JSON.parse(fiveStates.definition));
  const answer: Answer = { result: { type: 'TaskSucceeded', output: JSON.stringify(workResult) } };
  for (let n = 0; n < count; n += 1) {
    const events = new Simulation(
      stateMachine,
      simulatedFacts(`e${n}`, fiveStates.input),
      () => answer,
    ).run();
    if (events.at(-1)?.type !== 'ExecutionSucceeded') throw new Error('An execution did not succeed.');
  }
}

/** Runs one execution after another, which is fastest for this peer. */
async function peerAll(count: number): Promise<void> {
  const stateMachine = new StateMachine(fiveStatesInJsonPath, {
    validationOptions: { checkPaths: false, checkArn: false },
  });
  const overrides = { taskResourceLocalHandlers: { Work: async () => workResult.Payload } };
  for (let n = 0; n < count; n += 1) {
    const output = await stateMachine.run(JSON.parse(fiveStates.input), { overrides }).result;
    if (JSON.stringify(output) !== '{"text":"n is 2"}')
      throw new Error('The peer returned a different result.');
  }
}

function replayMany(texts: readonly string[], count: number): void {
  const named = Array.from({ length: count }, (_, n) => ({
    name: `${n}`,
    history: texts[n % texts.length] ?? '',
  }));
  const definition = readFileSync(join(root, 'state-machines', 'session', 'session.asl.json'), 'utf8');
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

/** Rate per second: the median of the runs, after a warm-up. */
async function medianRate(count: number, work: (count: number) => void | Promise<void>): Promise<number> {
  await work(Math.min(count, 500));
  const rates: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = process.hrtime.bigint();
    await work(count);
    rates.push(count / (Number(process.hrtime.bigint() - start) / 1e9));
  }
  return median(rates);
}

function row(what: string, rate: number, unit: string): void {
  console.log(`  ${what.padEnd(52)} ${Math.round(rate).toLocaleString('en')} ${unit}`);
}
