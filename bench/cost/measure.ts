import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSession, submitMask, untilMaskWanted, untilModel } from '#client/session.ts';
import { startEnvironment } from '#local/environment/environment.ts';
import { type ServiceName, serviceNames } from '#local/environment/ports.ts';
import { callName } from '#local/testing/faults/draw-fault.ts';
import { startProxy } from '#local/testing/faults/proxy.ts';
import { smallImages } from '#local/testing/sample-images.ts';
import { signUpAt, type TestUser } from '#local/testing/users.ts';
import { host, load } from '../shared/host.ts';
import { median } from '../shared/statistics.ts';
import type { Measurement } from './measurement.ts';

/** Long intervals, so that polls do not disturb the measurement. */
const polling = { firstInterval: 1_000, maxInterval: 5_000 };

/**
 * Executions sessions one after another on a home of their own and writes down what each function took when warm, how
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
  const environment = await startEnvironment({
    folder: join(folder, 'home'),
    port: 'free',
    testHooks: {
      addressOf: proxies,
      onCalled: (name, milliseconds) => took.set(name, [...(took.get(name) ?? []), milliseconds]),
    },
  });
  opened.defer(() => environment.close());
  const user = await signUpAt(environment, { email: 'cost@example.com', password: 'Secret-of-cost-1' });
  await runSession(user);
  took.clear();
  requests.clear();
  const logged = await bytesBelow(join(environment.folder, 'logs'));
  for (let n = 0; n < sessions; n += 1) await runSession(user);
  const measurement: Measurement = {
    measured: new Date().toISOString().slice(0, 10),
    host: `${host()}; ${load()}`,
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
    logBytes: Math.round(((await bytesBelow(join(environment.folder, 'logs'))) - logged) / sessions),
  };
  await writeFile(file, `${JSON.stringify(measurement, undefined, 2)}\n`);
  return measurement;
}

async function runSession({ client }: TestUser): Promise<void> {
  const pictures = await smallImages(512);
  const signal = AbortSignal.timeout(600_000);
  const jobId = await startSession(client, pictures.photo, { signal });
  const waiting = await untilMaskWanted(client, jobId, { ...polling, signal });
  await submitMask(client, waiting, pictures.mask, { quality: 'low' }, { signal });
  await untilModel(client, waiting, { ...polling, signal });
}

/** Starts a proxy in front of each service that functions and workflow call, and counts the requests. */
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
