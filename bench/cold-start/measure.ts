import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionModel } from '#local/environment/assembly/functions.ts';
import { median } from '../shared/statistics.ts';
import { clientsOf } from './clients.ts';
import { lambdaEnvironment } from './environment.ts';
import type { Measured } from './report.ts';
import { type Start, timeStart } from './start.ts';

const here = import.meta.dirname;

/** Alternates between each function and its Python peer, so that both run under the same load. */
export async function measure(
  functions: readonly FunctionModel[],
  python: string,
  rounds: number,
): Promise<Measured[]> {
  const all = functions.map((model) => {
    const bundle = readFileSync(model.file, 'utf8');
    const clients = clientsOf(bundle);
    return { model, clients, kilobytes: bundle.length / 1_024, node: [] as Start[], python: [] as Start[] };
  });
  for (let round = 0; round < rounds; round += 1) {
    for (const { model, clients, ...starts } of all) {
      const environment = lambdaEnvironment(model);
      const script = join(here, 'handler.cjs');
      starts.node.push(await timeStart(process.execPath, [script, model.file, model.handler], environment));
      starts.python.push(await timeStart(python, [join(here, 'handler.py'), ...clients], environment));
    }
  }
  return all.map(({ model, ...one }) => ({ name: model.name, ...one }));
}

/** Median start of an empty Node and an empty Python process, in milliseconds. */
export async function bareStarts(python: string, rounds: number): Promise<{ node: number; python: number }> {
  const environment = { PATH: process.env.PATH ?? '' };
  const node: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const nothing = `console.log('{"cpu":0,"memory":0}')`;
    node.push((await timeStart(process.execPath, ['-e', nothing], environment)).wall);
    peer.push((await timeStart(python, ['-c', `print('{"cpu":0,"memory":0}')`], environment)).wall);
  }
  return { node: median(node), python: median(peer) };
}
