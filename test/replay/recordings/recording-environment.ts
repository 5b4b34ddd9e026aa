import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import {
  type EnvironmentOptions,
  type LocalEnvironment,
  startEnvironment,
} from '#local/environment/environment.ts';
import type { ServiceName } from '#local/environment/ports.ts';
import type { TestHooks } from '#local/environment/test-hooks.ts';
import { signUpAt, type TestUser } from '#local/testing/users.ts';
import { Faults } from './faults.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';
import { Tap } from './tap.ts';

/** A local server with default settings, faults in front of its services, and a clock that can be moved forward. */
export interface RecordingEnvironment extends AsyncDisposable {
  readonly environment: LocalEnvironment;
  readonly user: TestUser;
  readonly faults: Faults;
  /** The events that its functions received. */
  readonly tap: Tap;
  readonly stepFunctions: SFNClient;
  /**
   * Restarts the server with the workflow's clock moved to `seconds` after `since`.
   * @param since epoch milliseconds of the workflow's clock; now by default
   */
  sleep(seconds: number, since?: number): Promise<void>;
}

const credential = { email: 'user@example.org', password: 'Secret-of-user-1' };

/** Continues from the time of `wakeAt` at its next read, so that the start of the server takes no time. */
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

/** @param settings to override, which changes the definition of its histories */
export async function startRecordingEnvironment(
  settings?: EnvironmentOptions['settings'],
): Promise<RecordingEnvironment> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-record-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const faults = new Faults();
  const tap = new Tap();
  const proxies = await startProxies(faults, opened);
  const clock = new Clock();
  const testHooks: TestHooks = {
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
  const options: EnvironmentOptions = { folder, port: 'free', testHooks, ...(settings && { settings }) };
  let environment = await startEnvironment(options);
  opened.defer(() => environment.close());
  const user = await signUpAt(environment, credential);
  const { urls, region, credentials } = environment;
  const stepFunctions = new SFNClient({
    endpoint: urls.stepFunctions,
    region,
    credentials: { ...credentials },
  });
  const closing = opened.move();
  return {
    get environment() {
      return environment;
    },
    user,
    faults,
    tap,
    stepFunctions,
    sleep: async (seconds, since = clock.now()) => {
      await environment.close();
      clock.wakeAt(since + seconds * 1_000);
      environment = await startEnvironment(options);
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

async function startProxies(
  faults: Faults,
  opened: AsyncDisposableStack,
): Promise<Map<ServiceName, FaultyProxy>> {
  return new Map([
    ['lambda', opened.use(await startProxy(faults.lambda))],
    ['dynamodb', opened.use(await startProxy(faults.dynamodb))],
    ['sagemaker', opened.use(await startProxy(faults.endpoint))],
    ['model', opened.use(await startProxy(faults.model))],
  ]);
}
