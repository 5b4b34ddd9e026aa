/**
 * JSONata without promises. The package evaluates asynchronously only so that registered functions may be
 * asynchronous; none is here, and an execution must decide in one step. Its published source is therefore
 * compiled once without the keywords, which also halves the cost of an evaluation. The clock and the random
 * numbers that it sees are the evaluation's own, so that deciding again decides the same.
 */
import type { Ambient } from './ambient.ts';
import { ambientDate, ambientMath } from './ambient.ts';
import { synchronousPackage } from './package.ts';

export interface SyncExpression {
  evaluate(input: unknown, bindings: Record<string, unknown>): unknown;
  registerFunction(name: string, implementation: (...args: never[]) => unknown, signature?: string): void;
}

export interface EngineOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Nested evaluations. */
  readonly stack: number;
  /** Items in one sequence. */
  readonly sequence: number;
}

export type Engine = (expression: string, options: EngineOptions) => SyncExpression;

export function loadEngine(ambient: Ambient): Engine {
  const module: { exports: unknown } = { exports: {} };
  synchronousPackage()(module.exports, module, ambientDate(ambient), ambientMath(ambient));
  if (!isEngine(module.exports)) throw new Error('The package jsonata does not export a function.');
  return module.exports;
}

function isEngine(value: unknown): value is Engine {
  return typeof value === 'function';
}
