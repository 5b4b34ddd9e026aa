import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { sum } from '../shared/statistics.ts';
import type { Measurement } from './measurement.ts';
import { pollsOf } from './polls.ts';
import { type Scenario, work } from './scenarios.ts';
import { transitionsOf } from './transitions.ts';
import type { Usage } from './usage.ts';

const writing = ['initialize', 'reconstruct', 'uploads'];
const reading = ['status', 'sessions', 'download'];
/** The list before and after, where the embedding and the model are, and a download; and the mail's link. */
const pageReads = { sessions: 5, download: 1 };
/**
 * Browsers ask before the first call of each address, and then not for two hours: uploads, initialize, status,
 * result, reconstruct, the list. The mail's link is no call of the page.
 */
const preflights = 6;
/** GB; `infra/constructs/session-functions.ts` gives the decoder of masks more. */
const memory = (name: string) => (name === 'validate-mask' ? 1 : 0.5);

/** A row of 1 to 2 KB is two write units, and its index a third; every other item is counted as if it were a row. */
const unitsOfWrite = 3;
/** Lambda's own three lines, a line of the access log, and an event of the workflow without its data. */
const bytes = { invocation: 400, access: 400, event: 600 };

/** The photo, its embedding as fp16, the mask, the coloured points and the splats of the best quality. */
const objects = { photo: 2e6, embedding: 10.6e6, mask: 5e4, mesh: 12.6e6, splat: 57e6 };

/**
 * What a session of ours uses. Requests and functions are those that were counted, but for what only reads: that
 * follows our page, its polls among it, over the scenario's times.
 * @param sampled share of the reads that X-Ray records; without a rule of one's own all, while there are few
 */
export async function ourUsage(
  scenario: Scenario,
  measurement: Measurement,
  history: readonly HistoryEvent[],
  sampled: number,
): Promise<Usage> {
  const { count: polls } = await pollsOf(scenario);
  const functions = functionsOf(measurement, { status: polls, ...pageReads });
  const callsOf = (names?: readonly string[]) =>
    sum(functions.map(({ name, calls }) => (names === undefined || names.includes(name) ? calls : 0)));
  const lambdaCalls = callsOf();
  const apiCalls = callsOf([...writing, ...reading]) + preflights;
  const readsMore = callsOf(reading) - sum(reading.map((name) => measurement.functions[name]?.calls ?? 0));
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
    reads: asked('dynamodb', 'GetItem', 'Query') + readsMore,
    puts: asked('s3', 'PUT', 'POST'),
    gets: asked('s3', 'GET', 'HEAD') + 2,
    publishes: 2,
    logBytes:
      measurement.logBytes +
      lambdaCalls * bytes.invocation +
      apiCalls * bytes.access +
      history.length * bytes.event,
    traces: callsOf(writing) + callsOf(reading) * sampled + 3,
    mails: asked('inbox', 'POST'),
    storedBytes: sum(Object.values(objects)),
    bytesOut: objects.photo + objects.embedding + objects.mesh,
    gpuSeconds: work.embedding + work.reconstruction,
  };
}

/** A function's calls in a session, and the milliseconds of one: of one that was not measured, those of a read. */
function functionsOf({ functions }: Measurement, reads: Readonly<Record<string, number>>) {
  const read = functions.status?.milliseconds ?? 0;
  const names = new Set([...Object.keys(functions), ...Object.keys(reads)]);
  return [...names].map((name) => ({
    name,
    calls: reads[name] ?? functions[name]?.calls ?? 0,
    milliseconds: functions[name]?.milliseconds ?? read,
  }));
}
