import { setTimeout as sleep } from 'node:timers/promises';
import type { InvokeFunction } from '../../emulators/service.ts';
import type { Random } from '../random.ts';

/** Milliseconds. A delayed notification arrives after later ones. */
const delay = { from: 300, to: 6_000 };

/** Delivers some notifications twice, late or out of order and, if allowed, not at all. */
export function deliverUnreliably(
  invoke: InvokeFunction,
  random: Random,
  { probability, mayLose }: { probability: number; mayLose: boolean },
  log: (call: string, fault: string) => void,
): InvokeFunction {
  return async (name, payload, signal) => {
    if (!random.chance(probability)) return invoke(name, payload, signal);
    const roll = random.next();
    if (roll < 0.35) {
      log(name, 'twice');
      await Promise.allSettled([invoke(name, payload, signal)]);
      return invoke(name, payload, signal);
    }
    if (roll < 0.75 || !mayLose) {
      log(name, 'late');
      await sleep(random.between(delay.from, delay.to), undefined, { signal });
      return invoke(name, payload, signal);
    }
    log(name, 'lost');
    return { ok: true, payload: null };
  };
}
