/** Seconds by step, as the answer's `timings`. */
export class Watch {
  readonly #began = performance.now();
  readonly #steps = new Map<string, number>();

  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    this.#steps.set(name, seconds(began));
    return result;
  }

  /** Takes over steps that ran elsewhere. */
  add(steps: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(steps)) this.#steps.set(name, value);
  }

  steps(): Record<string, number> {
    return Object.fromEntries(this.#steps);
  }

  timings(): Record<string, number> {
    return { ...this.steps(), total: seconds(this.#began) };
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) * 10) / 10_000;
}
