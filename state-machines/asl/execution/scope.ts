/** The scope of a state's expressions: `$states` and the variables. */
import type { MapState } from '../definition/model.ts';
import { EvaluationError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isJsonArray, parseJson } from '../json.ts';
import type { Scope } from '../jsonata/expression.ts';
import { evaluateTemplate, unexpectedType } from '../template.ts';
import type { Branch, Failure, Variables, Visit } from './branch.ts';
import type { Run } from './run.ts';

export interface Outcome {
  /** JSON text of `$states.result`. */
  readonly result?: string;
  readonly failure?: Failure;
  /** Set when the arguments of a callback task are evaluated. */
  readonly token?: string;
}

/** @param now epoch milliseconds of the event that is being decided */
export function scopeOf(run: Run, branch: Branch, visit: Visit, now: number, outcome: Outcome = {}): Scope {
  return {
    bindings: { ...visit.variables, states: statesOf(run, branch, visit, outcome) },
    now,
    seed: `${run.facts.executionArn}|${run.redriveCount}|${visit.enteredEventId}|${visit.retryCount}`,
  };
}

/** Expensive members are created when an expression reads them. */
function statesOf(run: Run, branch: Branch, visit: Visit, { result, failure, token }: Outcome): object {
  let input: JsonValue | undefined;
  let context: JsonValue | undefined;
  const states = {
    get input() {
      input ??= parseJson(visit.input);
      return input;
    },
    get context() {
      context ??= contextObject(run, branch, visit, token);
      return context;
    },
  };
  if (failure !== undefined) return Object.assign(states, { errorOutput: errorOutput(failure) });
  return result === undefined ? states : Object.assign(states, { result: parseJson(result) });
}

/** The error output of a catcher. A timeout has an empty cause; missing errors and causes become null. */
export function errorOutput(failure: Failure): JsonObject {
  const cause = failure.cause ?? (failure.error === 'States.Timeout' ? '' : null);
  return { Error: failure.error ?? null, Cause: cause };
}

export function contextObject(run: Run, branch: Branch, visit: Visit, token?: string): JsonObject {
  const { facts } = run;
  const retries: JsonObject = visit.state.type === 'Task' ? { RetryCount: visit.retryCount } : {};
  const redriven: JsonObject = run.redrivenAt === undefined ? {} : { RedriveTime: iso(run.redrivenAt) };
  const item = mapItem(run, branch);
  return {
    Execution: {
      Id: facts.executionArn,
      Input: run.input,
      StartTime: iso(facts.startTime),
      Name: facts.name,
      RoleArn: facts.roleArn,
      RedriveCount: run.redriveCount,
      ...redriven,
    },
    StateMachine: { Id: facts.stateMachineArn, Name: facts.stateMachineName },
    State: { Name: visit.state.name, EnteredTime: iso(visit.enteredAt), ...retries },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  };
}

/** The item of the innermost Map around the branch. */
function mapItem(run: Run, branch: Branch): JsonObject | undefined {
  const { parent } = branch;
  const visit = parent?.visit;
  if (parent === undefined || visit === undefined) return undefined;
  if (visit.state.type !== 'Map') return mapItem(run, parent);
  return { Index: branch.index, Value: itemsOf(run, parent, visit, visit.state)[branch.index] ?? null };
}

/**
 * The items of a Map state. The history holds only their number, so they are evaluated once per run over it, with the
 * time and seed of the entry.
 * @throws EvaluationError
 */
export function itemsOf(run: Run, branch: Branch, visit: Visit, state: MapState): readonly JsonValue[] {
  visit.memo.items ??= evaluateItems(run, branch, visit, state);
  return visit.memo.items;
}

function evaluateItems(run: Run, branch: Branch, visit: Visit, state: MapState): readonly JsonValue[] {
  if (state.items !== undefined) {
    const value = evaluateTemplate(state.items, scopeOf(run, branch, visit, visit.enteredAt));
    if (isJsonArray(value)) return value;
    throw unexpectedType(state.items, 'array', value, 'Items');
  }
  const input = parseJson(visit.input);
  if (isJsonArray(input)) return input;
  throw new EvaluationError(`Map state input must be an array but was: ${JSON.stringify(input)}`, undefined);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The variables after a state. */
export function assigned(variables: Variables, changes: JsonObject): Variables {
  return Object.keys(changes).length === 0 ? variables : { ...variables, ...changes };
}
