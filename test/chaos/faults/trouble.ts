import type { IncomingMessage } from 'node:http';
import type { ServiceName } from '#local/home/ports.ts';
import type { Random } from '../random.ts';
import type { Trouble } from './proxy.ts';
import { throttled } from './throttled.ts';

/** Milliseconds: longer than a poll, shorter than the functions' patience with a service. */
const slowness = { from: 200, to: 3_000 };

/** What Lambda answers when the function's process died. */
export const functionDied = {
  status: 200,
  headers: { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' },
  body: JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: chaos Error: Runtime exited with error: exit status 1',
  }),
};

/** Draws what happens to one call. */
export function drawTrouble(random: Random, service: ServiceName, probability: number): Trouble {
  if (!random.chance(probability)) return { kind: 'none' };
  const kinds = kindsOf(service);
  return kinds[Math.floor(random.next() * kinds.length)]?.(random, service) ?? { kind: 'none' };
}

type Draw = (random: Random, service: ServiceName) => Trouble;

const refused: Draw = () => ({ kind: 'refused' });
const busy: Draw = (_, service) => ({ kind: 'answered', ...throttled(service) });
const answerLost: Draw = () => ({ kind: 'answer-lost' });
const duplicated: Draw = () => ({ kind: 'duplicated' });
const slowBefore: Draw = (random) => ({
  kind: 'slow',
  before: random.between(slowness.from, slowness.to),
  after: 0,
});
/** Told late: for an endpoint, its notification comes before the answer that it has taken the request. */
const slowAfter: Draw = (random) => ({
  kind: 'slow',
  before: 0,
  after: random.between(slowness.from, slowness.to),
});
const workerDies: Draw = () => ({ kind: 'answered', ...functionDied });
const workerDiesAfter: Draw = () => ({ kind: 'replaced', ...functionDied });

const common = [busy, refused, slowBefore, slowAfter, answerLost];

function kindsOf(service: ServiceName): readonly Draw[] {
  switch (service) {
    case 'lambda':
      return [...common, duplicated, workerDies, workerDiesAfter];
    // SES knows no idempotency token: the same request twice is two mails, by rule 11.
    case 'inbox':
      return common;
    default:
      return [...common, duplicated];
  }
}

/** A short name of a call for the log: neither keys nor tokens. */
export function callName(service: ServiceName, request: IncomingMessage): string {
  const operation = request.headers['x-amz-target'] ?? `${request.method}`;
  return `${service} ${operation}`;
}
