/** Evaluates the fields of a state. Every function throws EvaluationError when a field cannot be evaluated. */
import type { FailState, MapState, TaskState, WaitState } from '../definition/model.ts';
import { EvaluationError } from '../errors.ts';
import { isJsonObject } from '../json.ts';
import type { Scope } from '../jsonata/expression.ts';
import { evaluateTemplate, type Template, unexpectedType } from '../template.ts';
import type { Branch, Failure, Visit } from './branch.ts';
import type { Run } from './run.ts';
import { itemsOf, scopeOf } from './scope.ts';

const MAX_SECONDS = 99_999_999;
const MAX_CONCURRENCY = 40;
const ISO_8601 =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** @returns epoch milliseconds */
export function waitUntil(run: Run, branch: Branch, visit: Visit, state: WaitState): number {
  const { field, template } = state.until;
  const scope = scopeOf(run, branch, visit, visit.enteredAt);
  if (field === 'Seconds') return visit.enteredAt + integer(template, field, scope) * 1000;
  const value = evaluateTemplate(template, scope);
  if (typeof value !== 'string') throw unexpectedType(template, 'string', value, field);
  const due = instant(value);
  if (!Number.isNaN(due)) return due;
  throw new EvaluationError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
    field,
    true,
  );
}

/** Epoch milliseconds, or NaN. `Date.parse` alone would accept the 30th of February. */
function instant(text: string): number {
  const { year, month, day } = ISO_8601.exec(text)?.groups ?? {};
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= lastDay ? Date.parse(text) : Number.NaN;
}

/** The error and cause of a Fail state. */
export function failureOfFailState(run: Run, branch: Branch, visit: Visit, state: FailState): Failure {
  const scope = scopeOf(run, branch, visit, visit.enteredAt);
  return {
    error: text(state.error, 'Error', scope),
    cause: text(state.cause, 'Cause', scope),
    eventId: visit.enteredEventId,
    at: visit.enteredAt,
    heartbeat: false,
  };
}

function text(template: Template | undefined, field: string, scope: Scope): string | undefined {
  if (template === undefined) return undefined;
  const value = evaluateTemplate(template, scope);
  if (typeof value === 'string') return value;
  throw unexpectedType(template, 'string', value, field);
}

function integer(template: Template, field: string, scope: Scope, least = 0): number {
  const value = evaluateTemplate(template, scope);
  if (typeof value !== 'number') throw unexpectedType(template, 'number', value, field);
  if (Number.isInteger(value) && value >= least && value <= MAX_SECONDS) return value;
  throw new EvaluationError(
    `The ${field} field must be an integer from ${least} to ${MAX_SECONDS} but was: ${value}`,
    field,
  );
}

export interface TaskFields {
  /** JSON text. */
  readonly parameters: string;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** Seconds. */
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

export function taskFields(state: TaskState, visit: Visit, scope: Scope): TaskFields {
  const seconds = (template: Template | undefined, field: string) =>
    template === undefined ? undefined : integer(template, field, scope, 1);
  return {
    parameters:
      state.arguments === undefined ? visit.input : JSON.stringify(evaluateTemplate(state.arguments, scope)),
    timeout: seconds(state.timeout, 'TimeoutSeconds'),
    heartbeat: seconds(state.heartbeat, 'HeartbeatSeconds'),
    roleArn: roleArn(state.credentials, scope),
  };
}

function roleArn(template: Template | undefined, scope: Scope): string | undefined {
  if (template === undefined) return undefined;
  const value = evaluateTemplate(template, scope);
  const arn = isJsonObject(value) ? value.RoleArn : undefined;
  if (typeof arn === 'string') return arn;
  throw unexpectedType(template, 'string', arn ?? null, 'Credentials/RoleArn');
}

/** The concurrency of a Map. AWS runs at most 40 iterations of an inline Map at a time. */
export function maxConcurrencyOf(run: Run, branch: Branch, visit: Visit, state: MapState): number {
  visit.memo.maxConcurrency ??=
    state.maxConcurrency === undefined
      ? MAX_CONCURRENCY
      : concurrency(state.maxConcurrency, scopeOf(run, branch, visit, visit.enteredAt));
  return visit.memo.maxConcurrency;
}

/** AWS also accepts the number as text here. */
function concurrency(template: Template, scope: Scope): number {
  const value = evaluateTemplate(template, scope);
  const limit =
    typeof value === 'string' && /^\d+$/.test(value)
      ? Number(value)
      : integer(template, 'MaxConcurrency', scope);
  return limit === 0 ? MAX_CONCURRENCY : Math.min(limit, MAX_CONCURRENCY);
}

/** True when the Map tolerates another failed iteration. */
export function tolerates(run: Run, branch: Branch, visit: Visit, state: MapState): boolean {
  const { container } = visit;
  if (container === undefined || (state.toleratedCount ?? state.toleratedPercentage) === undefined)
    return false;
  const { count, percentage } = tolerance(run, branch, visit, state);
  const failures = container.failures + 1;
  return failures <= count && (failures / container.length) * 100 <= percentage;
}

/** The tolerance of a Map. A missing bound is infinite. */
export function tolerance(
  run: Run,
  branch: Branch,
  visit: Visit,
  state: MapState,
): { count: number; percentage: number } {
  const scope = scopeOf(run, branch, visit, visit.enteredAt);
  const bound = (template: Template | undefined, field: string) => {
    if (template === undefined) return Number.POSITIVE_INFINITY;
    const value = evaluateTemplate(template, scope);
    if (typeof value === 'number') return value;
    throw unexpectedType(template, 'number', value, field);
  };
  return {
    count: bound(state.toleratedCount, 'ToleratedFailureCount'),
    percentage: bound(state.toleratedPercentage, 'ToleratedFailurePercentage'),
  };
}

/** The input of a child branch as JSON text. */
export function childInput(run: Run, branch: Branch): string {
  const { parent } = branch;
  const visit = parent?.visit;
  if (parent === undefined || visit === undefined) return JSON.stringify(run.input);
  const { state } = visit;
  if (state.type === 'Parallel') return branchInput(run, parent, visit, state.arguments);
  if (state.type !== 'Map') return visit.input;
  const value =
    state.itemSelector === undefined
      ? itemsOf(run, parent, visit, state)[branch.index]
      : evaluateTemplate(state.itemSelector, scopeOf(run, branch, visit, visit.enteredAt));
  return JSON.stringify(value);
}

/** The input of every branch of a Parallel as JSON text. */
export function branchInput(run: Run, branch: Branch, visit: Visit, template: Template | undefined): string {
  visit.memo.branchInput ??=
    template === undefined
      ? visit.input
      : JSON.stringify(evaluateTemplate(template, scopeOf(run, branch, visit, visit.enteredAt)));
  return visit.memo.branchInput;
}
