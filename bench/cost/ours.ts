import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { sum } from '../shared/statistics.ts';
import type { Measurement } from './measurement.ts';
import { pollsOf } from './polls.ts';
import type { Scenario } from './scenarios.ts';
import { transitionsOf } from './transitions.ts';
import type { Usage } from './usage.ts';

const apiFunctions = ['initialize', 'reconstruct', 'uploads', 'sessions', 'download', 'status'];
/** GB; `infra/constructs/session-functions.ts` gives the decoder of masks more. */
const memory = (name: string) => (name === 'validate-mask' ? 1 : 0.5);

/** A row of 1 to 2 KB is two write units, and its index a third; every other item is counted as if it were a row. */
const unitsOfWrite = 3;
/** Lambda's own three lines, a line of the access log, and an event of the workflow without its data. */
const bytes = { invocation: 400, access: 400, event: 600 };

/** The photo, its embedding as fp16, the mask, the coloured points and the splats of the best quality. */
const objects = { photo: 2e6, embedding: 10.6e6, mask: 5e4, mesh: 12.6e6, splat: 57e6 };

/**
 * What a session of ours uses. Requests and functions are those that were counted, but for the polls: these follow
 * the client's own polling over the scenario's times. One download by the mail's link is added.
 * @param sampled share of the polls that X-Ray records; without a rule of one's own all, while there are few
 */
export async function ourUsage(
  scenario: Scenario,
  measurement: Measurement,
  history: readonly HistoryEvent[],
  sampled: number,
): Promise<Usage> {
  const { count: polls } = await pollsOf(scenario);
  const counted = measurement.functions.status?.calls ?? 0;
  const functions = Object.entries(measurement.functions).map(([name, { calls, milliseconds }]) => ({
    name,
    calls: name === 'status' ? polls : calls,
    milliseconds,
  }));
  functions.push({
    name: 'download',
    calls: 1,
    milliseconds: measurement.functions.status?.milliseconds ?? 0,
  });
  const lambdaCalls = sum(functions.map(({ calls }) => calls));
  const apiCalls = sum(functions.map(({ name, calls }) => (apiFunctions.includes(name) ? calls : 0)));
  const asked = (service: string, ...operations: string[]) =>
    sum(
      Object.entries(measurement.requests).map(([name, requests]) =>
        operations.some((operation) => name.startsWith(service) && name.endsWith(operation)) ? requests : 0,
      ),
    );
  return {
    transitions: transitionsOf(history),
    apiCalls,
    lambdaCalls,
    lambdaGigabyteSeconds: sum(
      functions.map(({ name, calls, milliseconds }) => (calls * milliseconds * memory(name)) / 1_000),
    ),
    writes: unitsOfWrite * asked('dynamodb', 'PutItem', 'UpdateItem', 'DeleteItem'),
    reads: asked('dynamodb', 'GetItem', 'Query') - counted + polls + 1,
    puts: asked('s3', 'PUT', 'POST'),
    gets: asked('s3', 'GET', 'HEAD') + 2,
    publishes: 2,
    logBytes:
      measurement.logBytes +
      lambdaCalls * bytes.invocation +
      apiCalls * bytes.access +
      history.length * bytes.event,
    traces: apiCalls - polls + polls * sampled + 3,
    mails: asked('inbox', 'POST'),
    storedBytes: sum(Object.values(objects)),
    bytesOut: objects.photo + objects.embedding + objects.mesh,
    gpuSeconds: scenario.embedding + scenario.reconstruction,
  };
}
