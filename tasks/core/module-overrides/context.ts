import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Replaces `cls-hooked` in the bundles, which hooks into every promise of the process. X-Ray stores its current segment
 * here.
 */
class Namespace {
  readonly #running = new AsyncLocalStorage<Context>();
  #entered: Context | undefined;

  get active(): Context | undefined {
    return this.#running.getStore() ?? this.#entered;
  }

  createContext(): Context {
    return Object.create(this.active ?? null);
  }

  /** On Lambda, X-Ray calls this once for the entire process, while it loads. */
  enter(context: Context): void {
    this.#entered = context;
  }

  get(key: string): unknown {
    return this.active?.[key];
  }

  set<T>(key: string, value: T): T {
    const { active } = this;
    if (active === undefined) throw new Error('There is no context. Call enter or run first.');
    active[key] = value;
    return value;
  }

  run(work: (context: Context) => void): Context {
    const context = this.createContext();
    this.#running.run(context, work, context);
    return context;
  }

  runAndReturn<T>(work: (context: Context) => T): T {
    const context = this.createContext();
    return this.#running.run(context, work, context);
  }
}

type Context = Record<string, unknown>;

const namespaces = new Map<string, Namespace>();

export function getNamespace(name: string): Namespace | undefined {
  return namespaces.get(name);
}

export function createNamespace(name: string): Namespace {
  const namespace = new Namespace();
  namespaces.set(name, namespace);
  return namespace;
}

export function destroyNamespace(name: string): void {
  namespaces.delete(name);
}
