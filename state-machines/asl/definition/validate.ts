/** Finds every problem of a definition that is known before it runs. */
import type { Diagnostic } from '../errors.ts';
import { compileDefinition } from './compile.ts';
import type { Definition } from './model.ts';
import { queryLanguageProblems } from './query-language.ts';
import { definitionSchema } from './schema.ts';
import { transitionProblems } from './transitions.ts';
import { variableProblems } from './variables.ts';

export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when a diagnostic is an error. */
  readonly definition: Definition | undefined;
}

/** @param source the definition's JSON, as text or parsed */
export function checkDefinition(source: unknown): Checked {
  const value = typeof source === 'string' ? parse(source) : source;
  if (value instanceof SyntaxError)
    return failed([diagnostic('INVALID_JSON_DESCRIPTION', value.message, '/')]);
  const languages = queryLanguageProblems(value);
  if (languages.length > 0) return failed(languages);
  const parsed = definitionSchema.safeParse(value);
  if (!parsed.success) {
    return failed(
      parsed.error.issues.map((issue) =>
        diagnostic('SCHEMA_VALIDATION_FAILED', issue.message, `/${issue.path.map(String).join('/')}`),
      ),
    );
  }
  const problems: Diagnostic[] = [];
  const definition = compileDefinition(parsed.data, (pointer, problem) => {
    problems.push(diagnostic('SCHEMA_VALIDATION_FAILED', problem.message, `${pointer}/${problem.location}`));
  });
  const diagnostics = [...problems, ...transitionProblems(definition), ...variableProblems(definition)];
  return diagnostics.some((one) => one.severity === 'ERROR')
    ? failed(diagnostics)
    : { diagnostics, definition };
}

function failed(diagnostics: readonly Diagnostic[]): Checked {
  return { diagnostics, definition: undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? error : new SyntaxError(String(error));
  }
}

function diagnostic(code: string, message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}
