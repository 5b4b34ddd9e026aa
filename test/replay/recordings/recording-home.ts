import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { ServiceName } from '#local/home/ports.ts';
import type { Seams } from '#local/home/seams.ts';
import { type Home, type HomeOptions, startHome } from '#local/home.ts';
import { signUpAt, type TestUser } from '../../e2e/home.ts';
import { Faults } from './faults.ts';
import { type FaultyWay, startProxy } from './proxy.ts';
import { Tap } from './tap.ts';

/** A home with its usual settings, faults on the way to its services, and a clock that can be put forward. */
export interface RecordingHome extends AsyncDisposable {
  readonly home: Home;
  readonly user: TestUser;
  readonly faults: Faults;
  /** What its functions were called with. */
  readonly tap: Tap;
  readonly stepFunctions: SFNClient;
  /**
   * Stops the home and starts it again, so long after `since` as its workflow sees it.
   * @param since epoch milliseconds of the workflow's clock; now, when left out
   */
  sleep(seconds: number, since?: number): Promise<void>;
}

const credential = { email: 'user@example.org', password: 'Secret-of-user-1' };

/** Goes on from the time that it is told when somebody next looks at it: starting takes no time. */
class Clock {
  #offset = 0;
  #wake: number | undefined;

  now(): number {
    if (this.#wake !== undefined) this.#offset = this.#wake - Date.now();
    this.#wake = undefined;
    return Date.now() + this.#offset;
  }

  /** @param time epoch milliseconds */
  wakeAt(time: number): void {
    this.#wake = time;
  }
}

/** @param settings that differ from the usual ones: its histories are of another definition */
export async function startRecordingHome(settings?: HomeOptions['settings']): Promise<RecordingHome> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-record-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const faults = new Faults();
  const tap = new Tap();
  const proxies = await startProxies(faults, opened);
  const clock = new Clock();
  const seams: Seams = {
    addressOf: (service, url) => {
      const proxy = proxies.get(service);
      if (proxy === undefined) return url;
      proxy.target = url;
      return proxy.url;
    },
    onCall: tap.called,
    deliver: faults.deliver,
    now: () => clock.now(),
  };
  const options: HomeOptions = { folder, port: 'free', seams, ...(settings && { settings }) };
  let home = await startHome(options);
  opened.defer(() => home.close());
  const user = await signUpAt({ ...home.urls, clientId: home.clientId }, credential);
  const { urls, region, credentials } = home;
  const stepFunctions = new SFNClient({
    endpoint: urls.stepFunctions,
    region,
    credentials: { ...credentials },
  });
  const closing = opened.move();
  return {
    get home() {
      return home;
    },
    user,
    faults,
    tap,
    stepFunctions,
    sleep: async (seconds, since = clock.now()) => {
      await home.close();
      clock.wakeAt(since + seconds * 1_000);
      home = await startHome(options);
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

async function startProxies(
  faults: Faults,
  opened: AsyncDisposableStack,
): Promise<Map<ServiceName, FaultyWay>> {
  return new Map([
    ['lambda', opened.use(await startProxy(faults.lambda))],
    ['dynamodb', opened.use(await startProxy(faults.dynamodb))],
    ['sagemaker', opened.use(await startProxy(faults.endpoint))],
    ['model', opened.use(await startProxy(faults.model))],
  ]);
}
