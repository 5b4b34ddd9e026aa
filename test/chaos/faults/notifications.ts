import { setTimeout as sleep } from 'node:timers/promises';
import type { InvokeFunction } from '#local/services/service.ts';
import type { Random } from '../random.ts';

/** Milliseconds by which a notification is late: others overtake it. */
const lateness = { from: 300, to: 6_000 };

/** Carries notifications badly: twice, late and out of order, and, where it may, not at all. */
export function carryBadly(
  invoke: InvokeFunction,
  random: Random,
  { probability, mayLose }: { probability: number; mayLose: boolean },
  log: (call: string, trouble: string) => void,
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
      await sleep(random.between(lateness.from, lateness.to), undefined, { signal });
      return invoke(name, payload, signal);
    }
    log(name, 'lost');
    return { ok: true, payload: null };
  };
}
