import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';
import { ServerInfo, type ServerOptions } from './server-process/options.ts';

/** Milliseconds that a start may take on a busy computer. */
const startTimeout = 300_000;
/** Milliseconds: upper limit of the mean uptime on a busy computer. */
const maxMeanUptime = 2_000;
/** Share of kills that happen while the server is still starting. */
const earlyShare = 0.5;

/**
 * A local environment in a child process that tests can kill and restart on the same folder.
 * @example
 * await using server = new CrashableServer({ folder, log, settings: { times: {} } }, outputFolder);
 * const user = await signUpAt(await server.start(), credential);
 * await server.kill();
 * await server.start();
 */
export class CrashableServer implements AsyncDisposable {
  readonly #options: ServerOptions;
  readonly #output: WriteStream;
  #child: ChildProcess | undefined;
  /** Has loaded its modules, or is loading them, and waits for the signal to start. */
  #next: ChildProcess | undefined;
  #starts = 0;
  /** Milliseconds. The first start also creates the folder. */
  #lastStartTook = 0;
  /** Epoch milliseconds of every kill. */
  readonly kills: number[] = [];

  /** @param folder receives `server.log` with the output of every process */
  constructor(options: ServerOptions, folder: string) {
    this.#options = options;
    this.#output = createWriteStream(join(folder, 'server.log'), { flags: 'a' });
  }

  /** Process id of the running server. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws Error when the process exits instead, or does not start in time */
  async start(): Promise<ServerInfo> {
    const child = this.#begin();
    const began = Date.now();
    const signal = AbortSignal.timeout(startTimeout);
    const ended = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`The server could not start (exit code ${code}). See server.log.`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    ended.catch(() => {});
    this.#lastStartTook = Date.now() - began;
    return ServerInfo.parse(message);
  }

  /**
   * Starts the server and kills it after a random uptime, sometimes while it is still starting. Meanwhile the next
   * process loads its modules. Where a start takes longer, the uptime is longer too, so that sessions progress.
   */
  async runAndCrash(random: Random, meanMs: number): Promise<void> {
    const early = random.chance(earlyShare);
    // The first starts are complete, so that there is a duration to cut short.
    if (early && this.kills.length > 1) {
      this.#begin();
      this.#next = this.#spawn();
      await sleep(random.between(0, this.#lastStartTook));
    } else {
      const up = this.start();
      this.#next = this.#spawn();
      await up;
      const mean = Math.max(meanMs, Math.min(this.#lastStartTook, maxMeanUptime));
      await sleep(random.exponential(mean));
    }
    await this.kill();
  }

  /** Sends SIGKILL. @throws Error when the server has exited by itself */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server exited by itself (${child.exitCode ?? child.signalCode}). See server.log.`);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.kills.push(Date.now());
  }

  /** Stops the server cleanly. @returns the exit code */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return 0;
    this.#child = undefined;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    return child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child?.kill('SIGKILL');
    this.#next?.kill('SIGKILL');
    this.#output.end();
  }

  #begin(): ChildProcess {
    const child = this.#next ?? this.#spawn();
    this.#next = undefined;
    child.send('start');
    this.#child = child;
    return child;
  }

  #spawn(): ChildProcess {
    const main = join(import.meta.dirname, 'server-process', 'main.ts');
    const child = spawn(process.execPath, [main, JSON.stringify(this.#nextOptions())], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.pipe(this.#output, { end: false });
    child.stderr?.pipe(this.#output, { end: false });
    return child;
  }

  /** Every process has its own sequence of faults. */
  #nextOptions(): ServerOptions {
    this.#starts += 1;
    const { faults } = this.#options;
    if (faults === undefined) return this.#options;
    return { ...this.#options, faults: { ...faults, seed: faults.seed + this.#starts } };
  }
}
