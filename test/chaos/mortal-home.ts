import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildOptions, Ready } from './child-options.ts';
import type { Random } from './random.ts';

/** Milliseconds that a start may take on a busy machine. */
const startPatience = 300_000;
/** Milliseconds that a life has on a busy machine, at most, as its mean. */
const longMean = 2_000;
/** Share of the kills that come while the home is still starting. */
const earlyShare = 0.5;

/** A home in a process of its own that is killed and started again. */
export class MortalHome implements AsyncDisposable {
  readonly #options: ChildOptions;
  readonly #output: WriteStream;
  #child: ChildProcess | undefined;
  /** The next life: a process that is loaded, or loads, and has not begun. */
  #next: ChildProcess | undefined;
  #starts = 0;
  /** Milliseconds that the last start took; the first makes a folder, and perhaps the assembly. */
  #startTook = 0;
  /** Epoch milliseconds of every kill. */
  readonly kills: number[] = [];

  constructor(options: ChildOptions, folder: string) {
    this.#options = options;
    this.#output = createWriteStream(join(folder, 'home.log'), { flags: 'a' });
  }

  /** Process id of the running home. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws Error when the home ends instead, or does not come up in time */
  async start(): Promise<Ready> {
    const child = this.#begin();
    const began = Date.now();
    const signal = AbortSignal.timeout(startPatience);
    const ended = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`The home could not start (exit code ${code}); its output is in home.log.`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    ended.catch(() => {});
    this.#startTook = Date.now() - began;
    return Ready.parse(message);
  }

  /**
   * Starts the home, lets it live for a while, and kills it; sometimes before it is up. The process of the next
   * life loads its modules meanwhile. On a busy machine, where a start takes longer, lives are longer too, or no
   * session would get anywhere.
   */
  async liveAndDie(random: Random, meanMs: number): Promise<void> {
    // The first life that can be short knows nothing yet of how long a start takes.
    const early = random.chance(earlyShare);
    if (early && this.kills.length > 1) {
      this.#begin();
      this.#next = this.#spawn();
      await sleep(random.between(0, this.#startTook));
    } else {
      const up = this.start();
      this.#next = this.#spawn();
      await up;
      const mean = Math.max(meanMs, Math.min(this.#startTook, longMean));
      await sleep(random.exponential(mean));
    }
    await this.kill();
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The home ended by itself (${child.exitCode ?? child.signalCode}); see home.log.`);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.kills.push(Date.now());
  }

  /** A clean stop. @returns the exit code */
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
    child.send('begin');
    this.#child = child;
    return child;
  }

  #spawn(): ChildProcess {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'child.ts'), JSON.stringify(this.#nextLife())],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    child.stdout?.pipe(this.#output, { end: false });
    child.stderr?.pipe(this.#output, { end: false });
    return child;
  }

  /** Each life has its own faults. */
  #nextLife(): ChildOptions {
    this.#starts += 1;
    const { faults } = this.#options;
    if (faults === undefined) return this.#options;
    return { ...this.#options, faults: { ...faults, seed: faults.seed + this.#starts } };
  }
}
