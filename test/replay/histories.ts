import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NamedHistory } from '#state-machines/replay/index.ts';

const folder = join(import.meta.dirname, '..', '..', 'events');

/** A file in a folder of `events/`, with its name without extension. */
export interface StoredEvent {
  readonly name: string;
  readonly event: unknown;
}

export function eventsIn(kind: 'api' | 'sns' | 'eventbridge' | 'histories'): StoredEvent[] {
  return readdirSync(join(folder, kind))
    .toSorted()
    .map((file) => ({
      name: basename(file, '.json'),
      event: JSON.parse(readFileSync(join(folder, kind, file), 'utf8')),
    }));
}

/** Recorded histories of the session state machine, one for each path. */
export const recordings: readonly NamedHistory[] = eventsIn('histories').map(({ name, event }) => ({
  name,
  history: event,
}));
