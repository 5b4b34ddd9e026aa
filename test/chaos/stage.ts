import { setTimeout as sleep } from 'node:timers/promises';
import type { Ready } from './child-options.ts';
import { Operator } from './operator.ts';
import type { Pictures } from './pictures.ts';
import { type Played, planOf, play } from './player.ts';
import type { Random } from './random.ts';
import type { User } from './users.ts';

/** Keeps so many sessions running until it is told to finish. */
export class Stage {
  readonly #users: readonly User[];
  readonly #pictures: Pictures;
  readonly #operator: Operator;
  readonly #random: Random;
  readonly #played: Played[] = [];
  readonly #problems: string[] = [];
  readonly #stop = new AbortController();
  #lanes: Promise<void>[] = [];
  #finishing = false;
  #begun = 0;

  constructor(users: readonly User[], pictures: Pictures, at: Ready, random: Random) {
    this.#users = users;
    this.#pictures = pictures;
    this.#operator = new Operator(at);
    this.#random = random;
  }

  begin(lanes: number): void {
    this.#lanes = Array.from({ length: lanes }, () => this.#lane());
  }

  /** Resolves when so many sessions were begun. */
  async reached(count: number): Promise<void> {
    while (this.#begun < count && this.#problems.length === 0) await sleep(100);
  }

  /** Begins no more, and waits for those that run. @param patience milliseconds */
  async finish(patience: number): Promise<{ played: readonly Played[]; problems: readonly string[] }> {
    this.#finishing = true;
    const timer = setTimeout(() => this.#stop.abort(), patience);
    await Promise.all(this.#lanes);
    clearTimeout(timer);
    return { played: this.#played, problems: this.#problems };
  }

  async #lane(): Promise<void> {
    while (!this.#finishing) await this.#one(this.#begun++);
  }

  async #one(index: number): Promise<void> {
    const random = this.#random.part(index);
    const user = this.#users[index % this.#users.length];
    if (user === undefined) return;
    try {
      const plan = planOf(random);
      this.#played.push(await play(user, plan, this.#pictures, this.#operator, this.#stop.signal));
    } catch (error) {
      const told = this.#stop.signal.aborted ? 'it did not end in time' : String(error);
      this.#problems.push(`session ${index}: ${told}`);
    }
  }
}
