/** A field that may contain `{% … %}` at any depth: Arguments, Output, Assign, Items and others. */
import { EvaluationError } from './errors.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { typeName } from './json.ts';
import { Expression, type Scope } from './jsonata/expression.ts';

export type Template =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly location: string }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] };

export interface TemplateProblem {
  readonly location: string;
  readonly message: string;
}

/**
 * @param location path inside the state, as AWS reports it
 * @param problems collects expressions that cannot be parsed
 */
export function compileTemplate(value: JsonValue, location: string, problems: TemplateProblem[]): Template {
  if (typeof value === 'string') return compileText(value, location, problems);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, problems));
    return items.every((item) => item.kind === 'literal')
      ? { kind: 'literal', value }
      : { kind: 'array', items };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'literal', value };
  const members = Object.entries(value).map(
    ([key, member]) => [key, compileTemplate(member, `${location}/${key}`, problems)] as const,
  );
  const literal = members.every(([, member]) => member.kind === 'literal');
  return literal ? { kind: 'literal', value } : { kind: 'object', members };
}

function compileText(text: string, location: string, problems: TemplateProblem[]): Template {
  const source = expressionIn(text);
  if (source === undefined) return { kind: 'literal', value: text };
  try {
    return { kind: 'expression', expression: new Expression(source), location };
  } catch (error) {
    problems.push({ location, message: error instanceof Error ? error.message : String(error) });
    return { kind: 'literal', value: text };
  }
}

/** The JSONata inside `{% … %}`, trimmed; undefined for plain text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/** @throws EvaluationError */
export function evaluateTemplate(template: Template, scope: Scope): JsonValue {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, template.location, scope);
    case 'array':
      return template.items.map((item) => evaluateTemplate(item, scope));
    case 'object':
      return evaluateMembers(template.members, scope);
  }
}

export function evaluateMembers(members: readonly (readonly [string, Template])[], scope: Scope): JsonObject {
  return Object.fromEntries(members.map(([key, member]) => [key, evaluateTemplate(member, scope)]));
}

function evaluateExpression(expression: Expression, location: string, scope: Scope): JsonValue {
  const result = expression.evaluate(scope, location);
  const about = `The JSONata expression '${expression.text}' specified for the field '${location}'`;
  switch (result.kind) {
    case 'value':
      return result.value;
    case 'undefined':
      throw new EvaluationError(`${about} returned nothing (undefined).`, location);
    case 'unsupported':
      throw new EvaluationError(`${about} returned an unsupported result type.`, location);
    case 'threw':
      throw new EvaluationError(`${about} threw an error during evaluation. ${result.message}`, location);
  }
}

type Expected = 'array' | 'boolean' | 'number' | 'string';

/** The error for a value whose type is not `expected`. */
export function unexpectedType(
  template: Template,
  expected: Expected,
  value: JsonValue,
  field: string,
): EvaluationError {
  const shown = `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  return template.kind === 'expression'
    ? new EvaluationError(
        `The JSONata expression '${template.expression.text}' specified for the field '${field}' returned an unexpected result type. ${shown}`,
        field,
      )
    : new EvaluationError(`The field '${field}' has an unexpected type. ${shown}`, field);
}
