import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { type Handler, handlers } from '#tasks/manifest.ts';
import { sum } from '../shared/statistics.ts';
import type { Measurement } from './measurement.ts';
import { pollsOf } from './polls.ts';
import { type Scenario, work } from './scenarios.ts';
import { transitionsOf } from './transitions.ts';
import type { Usage } from './usage.ts';

const writing = ['initialize', 'reconstruct', 'uploads'];
const reading = ['status', 'sessions', 'download'];
/** The page lists sessions, fetches the URLs of embedding and model, and downloads; the email's link is one more. */
const pageReads = { sessions: 5, download: 1 };
/**
 * Preflight requests: one for each of uploads, initialize, status, result, reconstruct and the list, since browsers
 * cache the answer for two hours. The email's link needs none.
 */
const preflights = 6;
/** Memory of a function in GB. */
function memory(name: string): number {
  const handler: Handler | undefined = handlers.find((one) => one.name === name);
  return (handler?.memory ?? 512) / 1_024;
}

/**
 * Milliseconds of the functions that decode, for a photo of 12 megapixels and a mask of its size: the CPU time of
 * their decoders on the host of `measured.json`. The sessions that were measured have small pictures.
 */
const decoding: Readonly<Record<string, number>> = { 'validate-input': 1_750, 'validate-mask': 1_500 };

/** A row of 1 to 2 KB takes two write units, and its index a third. Every other item is counted like a row. */
const unitsOfWrite = 3;
/** Log bytes of Lambda's own three lines, of an access log line and of a workflow event without data. */
const bytes = { invocation: 400, access: 400, event: 600 };

/** Bytes of the upload, its prepared photo, the fp16 embedding, both masks, and mesh and splats at the best quality. */
const objects = { upload: 4e6, photo: 2e6, embedding: 10.6e6, mask: 5e4, mesh: 12.6e6, splat: 57e6 };

/**
 * What a Gen3D session uses. Writes are as counted; reads follow the page, including its polls, over the scenario's
 * times.
 * @param sampled share of reads that X-Ray records, from 0 to 1
 */
export async function gen3dUsage(
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
    emails: asked('inbox', 'POST'),
    storedBytes: sum(Object.values(objects)),
    bytesOut: objects.photo + objects.embedding + objects.mesh,
    gpuSeconds: work.embedding + work.reconstruction,
  };
}

/** Calls per session and milliseconds per call. A function that was not measured is as fast as a status read. */
function functionsOf({ functions }: Measurement, reads: Readonly<Record<string, number>>) {
  const read = functions.status?.milliseconds ?? 0;
  const names = new Set([...Object.keys(functions), ...Object.keys(reads)]);
  return [...names].map((name) => ({
    name,
    calls: reads[name] ?? functions[name]?.calls ?? 0,
    milliseconds: decoding[name] ?? functions[name]?.milliseconds ?? read,
  }));
}
