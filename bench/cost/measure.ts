import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handInMask, startSession, untilMaskWanted, untilModel } from '#client/session.ts';
import { type ServiceName, serviceNames } from '#local/home/ports.ts';
import { startHome } from '#local/home.ts';
import { startProxy } from '#test/chaos/faults/proxy.ts';
import { callName } from '#test/chaos/faults/trouble.ts';
import { smallPictures } from '#test/chaos/pictures.ts';
import { signUpAt, type TestUser } from '#test/e2e/home.ts';
import { load, machine } from '../shared/machine.ts';
import { median } from '../shared/statistics.ts';
import type { Measurement } from './measurement.ts';

/** Seldom, so that the polls do not stand in the way of what is measured. */
const polling = { firstInterval: 1_000, maxInterval: 5_000 };

/**
 * Runs sessions one after another on a home of their own and writes down what each function took when warm, how
 * often it was called, and what was asked of each service.
 * @param sessions after one that warms everything up
 */
export async function measure(sessions: number, file: string): Promise<Measurement> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-cost-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const took = new Map<string, number[]>();
  const requests = new Map<string, number>();
  const proxies = await startCounters(requests, opened);
  const home = await startHome({
    folder: join(folder, 'home'),
    port: 'free',
    seams: {
      addressOf: proxies,
      onCalled: (name, milliseconds) => took.set(name, [...(took.get(name) ?? []), milliseconds]),
    },
  });
  opened.defer(() => home.close());
  const user = await signUpAt(
    { ...home.urls, clientId: home.clientId },
    { email: 'cost@example.com', password: 'Secret-of-cost-1' },
  );
  await runSession(user);
  took.clear();
  requests.clear();
  const logged = await bytesBelow(join(home.folder, 'logs'));
  for (let n = 0; n < sessions; n += 1) await runSession(user);
  const measurement: Measurement = {
    measured: new Date().toISOString().slice(0, 10),
    machine: `${machine()}; ${load()}`,
    sessions,
    functions: Object.fromEntries(
      [...took]
        .toSorted()
        .map(([name, all]) => [
          name.replace(/^gen3d-/, ''),
          { calls: all.length / sessions, milliseconds: Math.round(median(all)) },
        ]),
    ),
    requests: Object.fromEntries([...requests].toSorted().map(([name, count]) => [name, count / sessions])),
    logBytes: Math.round(((await bytesBelow(join(home.folder, 'logs'))) - logged) / sessions),
  };
  await writeFile(file, `${JSON.stringify(measurement, undefined, 2)}\n`);
  return measurement;
}

async function runSession({ client }: TestUser): Promise<void> {
  const pictures = await smallPictures(512);
  const signal = AbortSignal.timeout(600_000);
  const jobId = await startSession(client, pictures.photo, { signal });
  const waiting = await untilMaskWanted(client, jobId, { ...polling, signal });
  await handInMask(client, waiting, pictures.mask, { quality: 'low' }, { signal });
  await untilModel(client, waiting, { ...polling, signal });
}

/** Stands before the services that functions and workflow call, and counts what is asked of each. */
async function startCounters(
  requests: Map<string, number>,
  opened: AsyncDisposableStack,
): Promise<(service: ServiceName, url: string) => string> {
  const targets = new Map<ServiceName, string>();
  const ports = new Map<ServiceName, number>();
  for (const service of serviceNames) {
    const proxy = await startProxy(
      0,
      () => targets.get(service) ?? '',
      (request) => {
        const call = callName(service, request);
        requests.set(call, (requests.get(call) ?? 0) + 1);
        return { kind: 'none' };
      },
    );
    ports.set(service, proxy.port);
    opened.defer(() => proxy.close());
  }
  return (service, url) => {
    targets.set(service, url);
    return `http://127.0.0.1:${ports.get(service)}`;
  };
}

async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
