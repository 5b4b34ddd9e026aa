/** A compiled `{% … %}` expression with limits on its evaluation. */
import type { JsonValue } from '../json.ts';
import { Ambient } from './ambient.ts';
import type { Engine, SyncExpression } from './engine.ts';
import { loadEngine } from './engine.ts';
import { addFunctions } from './functions.ts';
import { simplePath, walk } from './path.ts';
import { plain, UnsupportedResult } from './plain.ts';

/** An expression that exceeds a limit fails its state and nothing else. */
const BOUNDS = { timeout: 1000, stack: 1000, sequence: 1_000_000 };

/** Operators of JSONata 2.1, which the package supports and AWS rejects. */
const LATER_OPERATOR = /\?\?|\?:/;
/** Strings, quoted names, comments, and regular expressions in argument position. */
const QUOTED =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/\*[\s\S]*?\*\/|(?<=[(,]\s*)\/(?:\\.|[^/\\])+\//g;

const ambient = new Ambient();
let engine: Engine | undefined;

/** The scope of an expression. */
export interface Scope {
  /** `$states` and the variables. */
  readonly bindings: Record<string, unknown>;
  /** Epoch milliseconds, for $now() and $millis(). */
  readonly now: number;
  /** Seed of the random numbers. */
  readonly seed: string;
}

export type Evaluated =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'threw'; readonly message: string };

export class Expression {
  /** The source without delimiters. */
  readonly text: string;
  readonly #compiled: SyncExpression;
  readonly #path: readonly string[] | undefined;

  /** @throws SyntaxError with JSONata's code and message */
  constructor(text: string) {
    this.text = text;
    this.#path = simplePath(text);
    if (LATER_OPERATOR.test(text.replaceAll(QUOTED, ''))) {
      throw new SyntaxError(
        'S0201: Step Functions has JSONata 2.0.6, which does not know the operators ?? and ?:',
      );
    }
    engine ??= loadEngine(ambient);
    try {
      this.#compiled = engine(text, BOUNDS);
    } catch (error) {
      throw new SyntaxError(describe(error));
    }
    addFunctions(this.#compiled, text, ambient);
  }

  #result(bindings: Record<string, unknown>): unknown {
    const walked = this.#path === undefined ? 'ask the engine' : walk(this.#path, bindings);
    return walked === 'ask the engine' ? this.#compiled.evaluate(undefined, bindings) : walked.found;
  }

  /** @param location of the field, so that two fields get different random numbers */
  evaluate(scope: Scope, location: string): Evaluated {
    ambient.enter(scope.now, `${scope.seed}|${location}`);
    try {
      const value = plain(this.#result(scope.bindings));
      return value === undefined ? { kind: 'undefined' } : { kind: 'value', value };
    } catch (error) {
      if (error instanceof UnsupportedResult) return { kind: 'unsupported' };
      return { kind: 'threw', message: describe(error) };
    }
  }
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const message = 'message' in error ? String(error.message) : 'the evaluation failed';
  return 'code' in error ? `${String(error.code)}: ${message}` : message;
}
