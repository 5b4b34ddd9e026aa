import { randomInt } from 'node:crypto';
import { isFree, serviceNames } from '../environment/ports.ts';

/** Below the ports that a local environment takes with `port: 'free'`. */
const range = { from: 12_000, to: 19_900 };

/** The first of consecutive free ports, one for each service. */
export async function freePortRange(): Promise<number> {
  for (;;) {
    const base = randomInt(range.from, range.to);
    const free = await Promise.all(serviceNames.map((_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
}
