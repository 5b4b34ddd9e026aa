import { useCallback, useEffect, useRef } from 'react';
import { nextPause, shortest } from '../model/pace.ts';

/** What a look showed; after `over` there is nothing more to see. */
export type Look = 'news' | 'nothing' | 'over';

/**
 * Looks again and again: less often while nothing happens, not at all while nobody sees the page.
 * @param look told to stop by its signal; what it throws makes the next look come later
 * @returns looks at once
 */
export function useLooks(look: (signal: AbortSignal) => Promise<Look>): () => void {
  const latest = useRef(look);
  latest.current = look;
  const again = useRef<() => void>(() => {});
  useEffect(() => {
    const looks = new Looks((signal) => latest.current(signal));
    again.current = () => looks.now();
    looks.now();
    return () => looks.end();
  }, []);
  return useCallback(() => again.current(), []);
}

class Looks {
  readonly #look: (signal: AbortSignal) => Promise<Look>;
  readonly #ended = new AbortController();
  #current = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = shortest;
  #over = false;

  constructor(look: (signal: AbortSignal) => Promise<Look>) {
    this.#look = look;
    const { signal } = this.#ended;
    document.addEventListener('visibilitychange', () => this.#seen(), { signal });
    window.addEventListener('online', () => this.#seen(), { signal });
  }

  /** Looks at once, whatever is under way. */
  now(): void {
    clearTimeout(this.#timer);
    this.#current.abort();
    this.#current = new AbortController();
    this.#over = false;
    this.#pause = shortest;
    void this.#step(this.#current.signal);
  }

  end(): void {
    this.#ended.abort();
    this.#current.abort();
    clearTimeout(this.#timer);
  }

  #seen(): void {
    if (!document.hidden && !this.#over) this.now();
  }

  async #step(signal: AbortSignal): Promise<void> {
    const shown = await this.#look(signal).catch(() => 'failed' as const);
    if (signal.aborted) return;
    this.#over = shown === 'over';
    if (shown === 'over') return;
    this.#pause = nextPause(this.#pause, shown);
    this.#timer = setTimeout(() => {
      if (!document.hidden) void this.#step(signal);
    }, this.#pause);
  }
}
