import { readFileSync } from 'node:fs';
import { readHistory } from '#state-machines/replay/index.ts';
import { recordings } from '#test/replay/histories.ts';
import { type MachineShape, readDefinition } from '#web/inspector/model/definition.ts';

/** Text of the session machine's definition. */
export const sessionText = readFileSync(
  new URL('../../../../state-machines/session.asl.json', import.meta.url),
  'utf8',
);
export const session: MachineShape = readDefinition(sessionText);

/** Recorded histories by their names. */
export const recorded = recordings.map(({ name, history }) => ({ name, history: readHistory(history) }));

export function historyOf(wanted: string) {
  const found = recorded.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no recorded history ${wanted}.`);
  return found.history;
}
