import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#local/testing/random.ts';
import type { SampleImages } from '#local/testing/sample-images.ts';
import type { ServerInfo } from '#local/testing/server-process/options.ts';
import type { PatientUser } from '#local/testing/users.ts';
import { Operator } from './operator.ts';
import { planOf, runSession, type SessionRun } from './run-session.ts';

/** Keeps a number of sessions running until it is told to finish. */
export class SessionPool {
  readonly #users: readonly PatientUser[];
  readonly #images: SampleImages;
  readonly #operator: Operator;
  readonly #random: Random;
  readonly #runs: SessionRun[] = [];
  readonly #problems: string[] = [];
  readonly #stop = new AbortController();
  #workers: Promise<void>[] = [];
  #finishing = false;
  #started = 0;

  constructor(users: readonly PatientUser[], images: SampleImages, at: ServerInfo, random: Random) {
    this.#users = users;
    this.#images = images;
    this.#operator = new Operator(at);
    this.#random = random;
  }

  /** @param count of concurrent sessions */
  start(count: number): void {
    this.#workers = Array.from({ length: count }, () => this.#work());
  }

  /** Resolves when this many sessions have started. */
  async reached(count: number): Promise<void> {
    while (this.#started < count && this.#problems.length === 0) await sleep(100);
  }

  /** Starts no more sessions and waits for the running ones. @param patience milliseconds */
  async finish(patience: number): Promise<{ sessions: readonly SessionRun[]; problems: readonly string[] }> {
    this.#finishing = true;
    const timer = setTimeout(() => this.#stop.abort(), patience);
    await Promise.all(this.#workers);
    clearTimeout(timer);
    return { sessions: this.#runs, problems: this.#problems };
  }

  async #work(): Promise<void> {
    while (!this.#finishing) await this.#runOne(this.#started++);
  }

  async #runOne(index: number): Promise<void> {
    const random = this.#random.part(index);
    const user = this.#users[index % this.#users.length];
    if (user === undefined) return;
    try {
      const plan = planOf(random);
      this.#runs.push(await runSession(user, plan, this.#images, this.#operator, this.#stop.signal));
    } catch (error) {
      const reason = this.#stop.signal.aborted ? 'it did not end in time' : String(error);
      this.#problems.push(`session ${index}: ${reason}`);
    }
  }
}
