import type { Credentials } from '../../emulators/service.ts';
import { RecordingHandler, withHeaders } from './http-metadata.ts';
import { type Endpoints, type SdkService, type ServiceName, sdkServices } from './services.ts';

export interface SdkClientOptions {
  readonly credentials: Credentials;
  readonly region: string;
  /** Called at the first call of a service, because the local services depend on each other. */
  readonly endpoints: () => Endpoints;
  /** Connections to one service. */
  readonly connections: number;
}

/** Result of an SDK call. */
export interface SdkAnswer {
  readonly output: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** The service has no such action, or is not available locally. */
export class UnknownActionError extends Error {
  override readonly name = 'UnknownActionError';
}

interface Loaded {
  readonly package: object;
  readonly client: object;
}

/** One SDK client per service; actions are called by name. */
export class SdkClients {
  readonly #options: SdkClientOptions;
  readonly #loaded = new Map<ServiceName, Promise<Loaded>>();

  constructor(options: SdkClientOptions) {
    this.#options = options;
  }

  /**
   * @param action in camel case: `updateItem`
   * @throws UnknownActionError, and every error of the SDK
   */
  async call(service: ServiceName, action: string, input: object, signal: AbortSignal): Promise<SdkAnswer> {
    const loaded = await this.#load(service);
    const command = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
    const method: unknown = Reflect.get(loaded.client, action);
    if (!Object.hasOwn(loaded.package, command) || typeof method !== 'function')
      throw new UnknownActionError(`${sdkServices[service].prefix} has no action ${action}.`);
    return withHeaders(async () => {
      const output: unknown = await Reflect.apply(method, loaded.client, [input, { abortSignal: signal }]);
      return typeof output === 'object' && output !== null ? output : {};
    });
  }

  /** True when the service's API describes this error, so that the SDK has a class for it. */
  async isModelled(service: ServiceName, error: Error): Promise<boolean> {
    const type: unknown = Reflect.get((await this.#load(service)).package, error.name);
    return typeof type === 'function' && error instanceof type;
  }

  #load(service: ServiceName): Promise<Loaded> {
    const known = this.#loaded.get(service);
    if (known !== undefined) return known;
    const loading = this.#create(service);
    this.#loaded.set(service, loading);
    loading.catch(() => this.#loaded.delete(service));
    return loading;
  }

  async #create(service: ServiceName): Promise<Loaded> {
    const { credentials, region, endpoints, connections } = this.#options;
    const endpoint = endpoints()[service];
    const { load, client, prefix }: SdkService = sdkServices[service];
    if (endpoint === undefined)
      throw new UnknownActionError(`The service ${prefix} is not available locally.`);
    const sdk = await load();
    const type: unknown = Reflect.get(sdk, client);
    if (typeof type !== 'function') throw new UnknownActionError(`The SDK has no client ${client}.`);
    const requestHandler = new RecordingHandler({ httpAgent: { maxSockets: connections, keepAlive: true } });
    const settings = { endpoint, region, credentials, requestHandler, maxAttempts: 1, forcePathStyle: true };
    const created: unknown = Reflect.construct(type, [settings]);
    if (typeof created !== 'object' || created === null)
      throw new UnknownActionError(`The SDK's client ${client} cannot be created.`);
    return { package: sdk, client: created };
  }
}
