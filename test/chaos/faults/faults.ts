import { appendFileSync } from 'node:fs';
import { type ServiceName, serviceNames } from '#local/home/ports.ts';
import type { Seams } from '#local/home/seams.ts';
import type { FaultOptions } from '../child-options.ts';
import { randomOf } from '../random.ts';
import { carryBadly } from './notifications.ts';
import { startProxy } from './proxy.ts';
import { killThreads } from './threads.ts';
import { callName, drawTrouble } from './trouble.ts';

/** Notifications are few, so more of them meet trouble. */
const notificationFactor = 4;

/**
 * Puts a proxy before every service that functions, workflow and model call, carries notifications badly, and ends
 * threads.
 * @param logFile gets one JSON object a line for every trouble
 */
export async function startFaults(
  { seed, port, probability, loseNotifications }: FaultOptions,
  logFile: string,
): Promise<Seams & { close(): Promise<void> }> {
  const random = randomOf(seed);
  const log = (call: string, trouble: string) =>
    appendFileSync(logFile, `${JSON.stringify({ at: Date.now(), call, trouble })}\n`);
  killThreads(random.part('threads'), probability / 2, log);
  const targets = new Map<ServiceName, string>();
  const proxies = await Promise.all(
    serviceNames.map((service, i) => {
      const draws = random.part(service);
      return startProxy(
        port + i,
        () => targets.get(service) ?? '',
        (request) => {
          const trouble = drawTrouble(draws, service, probability);
          if (trouble.kind !== 'none') log(callName(service, request), trouble.kind);
          return trouble;
        },
      );
    }),
  );
  return {
    addressOf: (service, url) => {
      targets.set(service, url);
      return `http://127.0.0.1:${port + serviceNames.indexOf(service)}`;
    },
    deliver: (invoke) =>
      carryBadly(
        invoke,
        random.part('notifications'),
        { probability: Math.min(1, probability * notificationFactor), mayLose: loseNotifications },
        log,
      ),
    close: async () => {
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  };
}
