import { appendFileSync } from 'node:fs';
import { type ServiceName, serviceNames } from '../../environment/ports.ts';
import type { TestHooks } from '../../environment/test-hooks.ts';
import { randomOf } from '../random.ts';
import type { FaultOptions } from '../server-process/options.ts';
import { callName, drawFault } from './draw-fault.ts';
import { deliverUnreliably } from './notifications.ts';
import { startProxy } from './proxy.ts';
import { killThreads } from './threads.ts';

/** Notifications are rare, so a higher share of them gets a fault. */
const notificationFactor = 4;

/**
 * Starts a faulty proxy before every service that functions, workflow and model call, delivers notifications
 * unreliably, and kills worker threads.
 * @param logFile receives one JSON object per fault: `{ at, call, fault }`
 */
export async function startFaults(
  { seed, port, probability, loseNotifications }: FaultOptions,
  logFile: string,
): Promise<TestHooks & { close(): Promise<void> }> {
  const random = randomOf(seed);
  const log = (call: string, fault: string) =>
    appendFileSync(logFile, `${JSON.stringify({ at: Date.now(), call, fault })}\n`);
  killThreads(random.part('threads'), probability / 2, log);
  const targets = new Map<ServiceName, string>();
  const proxies = await Promise.all(
    serviceNames.map((service, i) => {
      const draws = random.part(service);
      return startProxy(
        port + i,
        () => targets.get(service) ?? '',
        (request) => {
          const fault = drawFault(draws, service, probability);
          if (fault.kind !== 'none') log(callName(service, request), fault.kind);
          return fault;
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
      deliverUnreliably(
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
