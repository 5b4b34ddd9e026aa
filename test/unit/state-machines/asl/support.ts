/** Short forms of definitions and histories, so that tests can show them completely. */
import { compile, type HistoryEvent } from '#state-machines/asl/index.ts';
import { type Answer, inOrder, Simulation, simulatedFacts } from '#state-machines/simulation/simulate.ts';

/** The result of a state's next call. */
export type StateAnswer = Answer & { readonly state: string };

export interface Scenario {
  readonly input?: unknown;
  readonly answers?: readonly StateAnswer[];
}

/** A definition of these states, which starts with the first one. States without Next end the execution. */
export function definitionOf(states: Record<string, object>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', ...branchOf(states), ...more };
}

/** The same as a branch of Parallel and Map. */
export function branchOf(states: Record<string, object>): object {
  const withEnds = Object.entries(states).map(([name, state]) => [name, { ...endOf(state), ...state }]);
  return { StartAt: Object.keys(states)[0], States: Object.fromEntries(withEnds) };
}

function endOf(state: object): object {
  const type = 'Type' in state ? state.Type : undefined;
  return 'Next' in state || type === 'Choice' || type === 'Fail' || type === 'Succeed' ? {} : { End: true };
}

export function historyOf(definition: object, { input = {}, answers = [] }: Scenario = {}): HistoryEvent[] {
  return new Simulation(
    compile(definition),
    simulatedFacts('test', JSON.stringify(input)),
    inOrder(answers),
  ).run();
}

/** One line per event: `id<previous Type`. */
export function outline(history: readonly HistoryEvent[]): string[] {
  return history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

/** The types of all events. */
export function types(history: readonly HistoryEvent[]): string[] {
  return history.map(({ type }) => type);
}

/** The times of all events of a type, in seconds since the start. */
export function times(history: readonly HistoryEvent[], type: string): number[] {
  const start = history[0]?.timestamp ?? 0;
  return history.filter((one) => one.type === type).map((one) => (one.timestamp - start) / 1000);
}

/** The details of the first event of a type. */
export function detailsOf(history: readonly HistoryEvent[], type: string): Record<string, unknown> {
  const event = history.find((one) => one.type === type);
  const key = Object.keys(event ?? {}).find((one) => one.endsWith('EventDetails'));
  const details = key === undefined ? undefined : event?.[key];
  if (typeof details !== 'object' || details === null)
    throw new Error(`no details of ${type} in ${types(history)}`);
  return Object.fromEntries(Object.entries(details).filter(([name]) => !name.endsWith('Details')));
}

export const LAMBDA = 'arn:aws:states:::lambda:invoke';
export const CALLBACK = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** A Task that invokes a function. */
export function task(more: object = {}): object {
  return { Type: 'Task', Resource: LAMBDA, Arguments: { FunctionName: 'f' }, ...more };
}

/** A branch whose only state `I` passes its input on. */
export const ITEM = branchOf({ I: { Type: 'Pass' } });
/** A branch whose only state `T` calls a function. */
export const CALL = branchOf({ T: task() });

export function succeeds(state: string, output: unknown = {}): StateAnswer {
  return { state, result: { type: 'TaskSucceeded', output: JSON.stringify(output) } };
}

export function fails(state: string, error: string, cause = 'because'): StateAnswer {
  return { state, result: { type: 'TaskFailed', error, cause } };
}

export function timesOut(state: string): StateAnswer {
  return { state, result: { type: 'TaskTimedOut' } };
}
