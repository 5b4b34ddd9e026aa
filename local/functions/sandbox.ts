import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import pLimit, { type LimitFunction } from 'p-limit';
import Tinypool from 'tinypool';
import { AwsError } from '../emulators/http/aws-error.ts';
import type { FunctionModel } from '../environment/assembly/functions.ts';
import type { Call, CallResult } from './call.ts';
import { ThreadEnded, watchThreads } from './threads.ts';

/** Lambda allows a module 10 s to load; a small busy computer needs more. */
const loadMs = 60_000;
/**
 * Threads of one function. Each costs start time and memory, and more threads than cores gain little. Further calls
 * wait.
 */
const maxThreads = Math.min(4, Math.max(2, availableParallelism()));
const idleMs = 60_000;

export interface SandboxOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly verbose: boolean;
}

/** One function: worker threads with its environment and memory limit, started on the first call. */
export class Sandbox {
  readonly model: FunctionModel;
  readonly #options: SandboxOptions;
  readonly #pool: Tinypool;
  readonly #limit: LimitFunction;
  #running = 0;

  constructor(model: FunctionModel, options: SandboxOptions) {
    const threads = Math.max(1, Math.min(model.reservedConcurrency ?? maxThreads, maxThreads));
    this.model = model;
    this.#options = options;
    this.#limit = pLimit(threads);
    this.#pool = new Tinypool({
      filename: join(import.meta.dirname, 'worker.ts'),
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: idleMs,
      // A thread that waits on an atomic cannot serve its sockets between calls.
      useAtomics: false,
      env: { ...options.environment },
      resourceLimits: { maxOldGenerationSizeMb: model.memoryMb },
    });
    // The death of an idle thread affects no call; the next call starts another thread.
    this.#pool.on('error', () => {});
  }

  /**
   * Calls the function and waits for the result.
   * @throws AwsError TooManyRequestsException when its reserved concurrency is in use
   */
  async call(payload: string): Promise<CallResult> {
    const { reservedConcurrency = Number.POSITIVE_INFINITY, name } = this.model;
    if (this.#running >= reservedConcurrency) {
      throw new AwsError(429, 'TooManyRequestsException', `Rate Exceeded: ${name} has no concurrency left.`);
    }
    this.#running += 1;
    try {
      return await this.#limit(() => this.#run(randomUUID(), payload));
    } finally {
      this.#running -= 1;
    }
  }

  /** Ends all threads, even during calls. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #run(requestId: string, payload: string): Promise<CallResult> {
    const { port1, port2 } = new MessageChannel();
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), loadMs);
    port1.once('message', () => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), this.model.timeoutSeconds * 1_000);
    });
    try {
      const call = this.#callOf(requestId, payload, port2);
      const result = this.#pool.run(call, { signal: stop.signal, transferList: [port2] });
      watchThreads(this.#pool);
      return await result;
    } catch (error) {
      return this.#died(requestId, error, stop.signal.aborted);
    } finally {
      clearTimeout(timer);
      port1.close();
    }
  }

  #callOf(requestId: string, payload: string, port: Call['port']): Call {
    const { name, arn, file, handler, memoryMb, timeoutSeconds } = this.model;
    return {
      requestId,
      payload,
      functionName: name,
      functionArn: arn,
      memoryMb,
      timeoutMs: timeoutSeconds * 1_000,
      file,
      handler,
      logFile: this.#options.logFile,
      verbose: this.#options.verbose,
      port,
    };
  }

  /** The result of a call whose thread died, in Lambda's words. */
  #died(requestId: string, error: unknown, timedOut: boolean): CallResult {
    if (timedOut) {
      const seconds = this.model.timeoutSeconds.toFixed(2);
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
      return this.#report(requestId, 'Sandbox.Timedout', errorMessage, '');
    }
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const killed = tooLarge || error instanceof ThreadEnded;
    const status =
      /exit status \S+/.exec(error instanceof Error ? error.message : '')?.[0] ?? 'exit status 1';
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: ${killed ? 'signal: killed' : status}`;
    return this.#report(requestId, 'Runtime.ExitError', errorMessage, error);
  }

  /** Logs the error for the thread, which is gone. */
  #report(requestId: string, errorType: string, errorMessage: string, cause: unknown): CallResult {
    const stackTrace = cause instanceof Error ? cause.stack?.split('\n') : [];
    const message = { errorType, errorMessage, stackTrace };
    const record = { timestamp: new Date().toISOString(), level: 'ERROR', requestId, message };
    appendFileSync(this.#options.logFile, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    return { ok: false, errorType, errorMessage, trace: [] };
  }
}
