import type { IncomingMessage } from 'node:http';
import type { ServiceName } from '#local/environment/ports.ts';
import type { Random } from '../random.ts';
import type { Fault } from './proxy.ts';
import { throttled } from './throttled.ts';

/** Milliseconds: longer than a polling interval, shorter than the functions' timeouts. */
const delay = { from: 200, to: 3_000 };

/** Lambda's response when the function's process has died. */
export const functionDied = {
  status: 200,
  headers: { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' },
  body: JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: chaos Error: Runtime exited with error: exit status 1',
  }),
};

/** Chooses what happens to one call. */
export function drawFault(random: Random, service: ServiceName, probability: number): Fault {
  if (!random.chance(probability)) return { kind: 'none' };
  const kinds = kindsOf(service);
  return kinds[Math.floor(random.next() * kinds.length)]?.(random, service) ?? { kind: 'none' };
}

type Draw = (random: Random, service: ServiceName) => Fault;

const refused: Draw = () => ({ kind: 'refused' });
const busy: Draw = (_, service) => ({ kind: 'answered', ...throttled(service) });
const answerLost: Draw = () => ({ kind: 'answer-lost' });
const duplicated: Draw = () => ({ kind: 'duplicated' });
const slowBefore: Draw = (random) => ({
  kind: 'slow',
  before: random.between(delay.from, delay.to),
  after: 0,
});
/** An endpoint's notification then arrives before the response that accepts the request. */
const slowAfter: Draw = (random) => ({
  kind: 'slow',
  before: 0,
  after: random.between(delay.from, delay.to),
});
const workerDies: Draw = () => ({ kind: 'answered', ...functionDied });
const workerDiesAfter: Draw = () => ({ kind: 'replaced', ...functionDied });

const common = [busy, refused, slowBefore, slowAfter, answerLost];

function kindsOf(service: ServiceName): readonly Draw[] {
  switch (service) {
    case 'lambda':
      return [...common, duplicated, workerDies, workerDiesAfter];
    // SES has no idempotency token, so a duplicated request would send two emails.
    case 'inbox':
      return common;
    default:
      return [...common, duplicated];
  }
}

/** A short name of a call, without keys and tokens. */
export function callName(service: ServiceName, request: IncomingMessage): string {
  const operation = request.headers['x-amz-target'] ?? `${request.method}`;
  return `${service} ${operation}`;
}
