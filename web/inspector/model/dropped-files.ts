/** Reads dropped files: the pages of one history, a definition, or both. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { UnreadableHistoryError } from '#state-machines/replay/errors.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import { readDefinition, UnreadableDefinitionError } from './definition.ts';
import { isMembers } from './events.ts';

export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

export interface Dropped {
  /** Undefined if no file has a history. */
  readonly history: { readonly name: string; readonly events: readonly HistoryEvent[] } | undefined;
  readonly definition: { readonly name: string; readonly text: string } | undefined;
}

/** A file is neither a history nor a definition, or the files don't belong together. */
export class UnreadableFileError extends Error {
  readonly code = 'UnreadableFile';
  override readonly name = 'UnreadableFile';
}

/**
 * Reads one history (all of its pages, in any order), one definition, or both.
 *
 * @throws UnreadableFileError
 */
export function readDropped(files: readonly DroppedFile[]): Dropped {
  const definitions = files.filter(({ text }) => isDefinition(text));
  const pages = files.filter((file) => !definitions.includes(file));
  const [definition, second] = definitions;
  if (second !== undefined) {
    throw new UnreadableFileError(
      `${definition?.name} and ${second.name} are both definitions. Drop only one.`,
    );
  }
  if (definition !== undefined) check(definition, () => readDefinition(definition.text));
  const [first] = pages;
  return {
    definition,
    history: first && { name: first.name.replace(/\.json$/, ''), events: historyOf(first, pages) },
  };
}

function historyOf(first: DroppedFile, pages: readonly DroppedFile[]): readonly HistoryEvent[] {
  if (pages.length === 1) return check(first, () => readHistory(first.text));
  const values = pages.map((file) => ({ events: check(file, () => eventsOf(file.text)) }));
  return check({ name: pages.map(({ name }) => name).join(', ') }, () => readHistory(values));
}

/** The events of one page among several. */
function eventsOf(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const events = isMembers(value) ? value.events : value;
  if (!Array.isArray(events)) throw new UnreadableHistoryError("It isn't an execution history.");
  return events;
}

function isDefinition(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) && 'States' in value;
  } catch {
    return false;
  }
}

function check<T>({ name }: Pick<DroppedFile, 'name'>, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const known =
      error instanceof UnreadableHistoryError ||
      error instanceof UnreadableDefinitionError ||
      error instanceof SyntaxError;
    if (!known) throw error;
    throw new UnreadableFileError(`Couldn't open ${name}. ${error.message}`);
  }
}
