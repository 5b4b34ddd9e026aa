/**
 * Synchronous JSONata. The package is asynchronous only to support asynchronous functions, which are not used here, and
 * an execution must decide in one step. Its source is therefore compiled without `async` and `await`, which also halves
 * the cost of an evaluation. It sees the execution's time and random numbers, so evaluations are repeatable.
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
