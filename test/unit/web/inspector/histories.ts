import { readFileSync } from 'node:fs';
import { readHistory } from '#state-machines/replay/index.ts';
import { recordings } from '#test/replay/histories.ts';
import { readDefinition, type StateMachineShape } from '#web/inspector/model/definition.ts';

/** The session's state machine definition, as JSON text. */
export const sessionText = readFileSync(
  new URL('../../../../state-machines/session/session.asl.json', import.meta.url),
  'utf8',
);
export const session: StateMachineShape = readDefinition(sessionText);

/** All recorded histories. */
export const recorded = recordings.map(({ name, history }) => ({ name, history: readHistory(history) }));

export function historyOf(wanted: string) {
  const found = recorded.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no recorded history ${wanted}.`);
  return found.history;
}
