/** Leaves a state: evaluates Output, Assign and the conditions of a Choice. */
import { isLongerThan } from '../bytes.ts';
import type { Choice, ChoiceState, Members } from '../definition/model.ts';
import { evaluateMembers, evaluateTemplate, type Template, unexpectedType } from '../template.ts';
import type { Branch, Chosen, Phase, Visit } from './branch.ts';
import { type Draft, draft } from './draft.ts';
import { MAX_BYTES, NoChoiceMatched, ResultTooLarge } from './limits.ts';
import type { Run } from './run.ts';
import { errorOutput, type Outcome, scopeOf } from './scope.ts';

interface Leaving {
  /** The state's result as JSON text. */
  readonly result: string;
  readonly previous: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Leaves a state that succeeded. */
export function leaveState(
  run: Run,
  branch: Branch,
  visit: Visit,
  { result, previous, now }: Leaving,
): Draft {
  const own = visit.state.type === 'Task' || visit.state.type === 'Map' || visit.state.type === 'Parallel';
  const outcome = own ? { result } : {};
  return exited(run, branch, visit, { ...visit.state, defaultOutput: result, previous, now, outcome });
}

/** Leaves a state through a catcher. */
export function leaveCaught(
  run: Run,
  branch: Branch,
  visit: Visit,
  { failure, catcher }: Phase & { kind: 'caught' },
  now: number,
): Draft {
  const defaultOutput = JSON.stringify(errorOutput(failure));
  return exited(run, branch, visit, {
    ...catcher,
    defaultOutput,
    previous: failure.eventId,
    now,
    outcome: { failure },
  });
}

export function leaveChoice(run: Run, branch: Branch, visit: Visit, state: ChoiceState): Draft {
  const choice = choose(run, branch, visit, state);
  visit.chosen = choice;
  const leaving = { previous: visit.enteredEventId, now: visit.enteredAt, outcome: {} };
  return exited(run, branch, visit, { ...choice, defaultOutput: visit.input, ...leaving });
}

/** The next state of a Choice, evaluated again as it was on entry. */
export function chooseNext(run: Run, branch: Branch, visit: Visit): string {
  return visit.state.type === 'Choice' ? choose(run, branch, visit, visit.state).next : '';
}

interface Transition extends Chosen {
  readonly output: Template | undefined;
  readonly assign: Members;
}

function choose(run: Run, branch: Branch, visit: Visit, state: ChoiceState): Transition {
  const scope = scopeOf(run, branch, visit, visit.enteredAt);
  const holds = ({ condition, location }: Choice): boolean => {
    const value = evaluateTemplate(condition, scope);
    if (typeof value === 'boolean') return value;
    throw unexpectedType(condition, 'boolean', value, location);
  };
  const index = state.choices.findIndex(holds);
  const choice = state.choices[index];
  if (choice !== undefined) return { ...choice, index };
  if (state.fallback === undefined) throw new NoChoiceMatched(state.name);
  return { next: state.fallback, index: undefined, assign: state.assign, output: state.output };
}

interface Exit {
  readonly output: Template | undefined;
  readonly assign: Members;
  /** The output of a state without `Output` as JSON text. */
  readonly defaultOutput: string;
  readonly previous: number;
  readonly now: number;
  readonly outcome: Outcome;
}

function exited(run: Run, branch: Branch, visit: Visit, exit: Exit): Draft {
  const { name, type } = visit.state;
  const scope = scopeOf(run, branch, visit, exit.now, exit.outcome);
  const output =
    exit.output === undefined ? exit.defaultOutput : JSON.stringify(evaluateTemplate(exit.output, scope));
  if (isLongerThan(output, MAX_BYTES)) throw new ResultTooLarge(name, exit.previous);
  const values = Object.entries(evaluateMembers(exit.assign, scope));
  const assigned =
    values.length === 0
      ? {}
      : {
          assignedVariables: Object.fromEntries(values.map(([key, value]) => [key, JSON.stringify(value)])),
          assignedVariablesDetails: { truncated: false },
        };
  const details = { name, output, outputDetails: { truncated: false }, ...assigned };
  return draft(`${type}StateExited`, exit.previous, 'stateExitedEventDetails', details);
}
