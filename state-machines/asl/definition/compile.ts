/** Compiles a definition's JSON into the model that the interpreter runs. */
import type { JsonValue } from '../json.ts';
import { compileTemplate, type Template, type TemplateProblem } from '../template.ts';
import type {
  Branching,
  Catcher,
  Choice,
  Definition,
  Members,
  Resource,
  Retrier,
  State,
  TaskState,
  WaitState,
} from './model.ts';
import { parseResource } from './resource.ts';
import type {
  BranchSource,
  CatcherSource,
  DefinitionSource,
  RetrierSource,
  StateSource,
  TaskSource,
} from './schema.ts';

/** Reports a problem in a state; `pointer` is the state's JSON pointer. */
export type Report = (pointer: string, problem: TemplateProblem) => void;

export function compileDefinition(source: DefinitionSource, report: Report): Definition {
  return { ...compileBranching(source, '', report), timeout: source.TimeoutSeconds };
}

function compileBranching(source: BranchSource, pointer: string, report: Report): Branching {
  const states = Object.entries(source.States).map(
    ([name, state]) =>
      [name, new StateCompiler(name, `${pointer}/States/${name}`, report).compile(state)] as const,
  );
  return { startAt: source.StartAt, states: new Map(states) };
}

class StateCompiler {
  readonly #name: string;
  readonly #pointer: string;
  readonly #report: Report;

  constructor(name: string, pointer: string, report: Report) {
    this.#name = name;
    this.#pointer = pointer;
    this.#report = report;
  }

  compile(source: StateSource): State {
    const name = this.#name;
    switch (source.Type) {
      case 'Pass':
        return { type: 'Pass', ...this.#withNext(source) };
      case 'Succeed':
        return { type: 'Succeed', name, output: this.#template(source.Output, 'Output'), assign: [] };
      case 'Fail':
        return {
          type: 'Fail',
          name,
          output: undefined,
          assign: [],
          error: this.#template(source.Error, 'Error'),
          cause: this.#template(source.Cause, 'Cause'),
        };
      case 'Wait':
        return { type: 'Wait', ...this.#withNext(source), until: this.#until(source) };
      case 'Task':
        return this.#task(source);
      case 'Choice':
        return {
          type: 'Choice',
          name,
          output: this.#template(source.Output, 'Output'),
          assign: this.#members(source.Assign, 'Assign'),
          choices: source.Choices.map((choice, index) => this.#choice(choice, `Choices[${index}]`)),
          fallback: source.Default,
        };
      case 'Parallel':
        return {
          type: 'Parallel',
          ...this.#fallible(source),
          arguments: this.#template(source.Arguments, 'Arguments'),
          branches: source.Branches.map((branch, index) =>
            compileBranching(branch, `${this.#pointer}/Branches/${index}`, this.#report),
          ),
        };
      case 'Map':
        return {
          type: 'Map',
          ...this.#fallible(source),
          items: this.#template(source.Items, 'Items'),
          itemSelector: this.#template(source.ItemSelector, 'ItemSelector'),
          maxConcurrency: this.#template(source.MaxConcurrency, 'MaxConcurrency'),
          toleratedCount: this.#template(source.ToleratedFailureCount, 'ToleratedFailureCount'),
          toleratedPercentage: this.#template(
            source.ToleratedFailurePercentage,
            'ToleratedFailurePercentage',
          ),
          processor: compileBranching(source.ItemProcessor, `${this.#pointer}/ItemProcessor`, this.#report),
        };
    }
  }

  #task(source: TaskSource): TaskState {
    return {
      type: 'Task',
      ...this.#fallible(source),
      resource: this.#resource(source.Resource),
      arguments: this.#template(source.Arguments, 'Arguments'),
      timeout: this.#template(source.TimeoutSeconds, 'TimeoutSeconds'),
      heartbeat: this.#template(source.HeartbeatSeconds, 'HeartbeatSeconds'),
      credentials: this.#template(source.Credentials, 'Credentials'),
    };
  }

  #resource(text: string): Resource {
    const resource = parseResource(text);
    if (typeof resource !== 'string') return resource;
    this.#report(this.#pointer, { location: 'Resource', message: `${resource} (state '${this.#name}')` });
    return { kind: 'optimized', resourceType: '', resource: text, waitsForToken: false };
  }

  #until(source: {
    Seconds?: number | string | undefined;
    Timestamp?: string | undefined;
  }): WaitState['until'] {
    const field = source.Seconds === undefined ? 'Timestamp' : 'Seconds';
    return { field, template: this.#required(source[field] ?? '', field) };
  }

  #choice(
    source: { Condition: boolean | string; Next: string; Output?: JsonValue; Assign?: Assign },
    at: string,
  ): Choice {
    const location = `${at}/Condition`;
    return {
      condition: this.#required(source.Condition, location),
      next: source.Next,
      output: this.#template(source.Output, `${at}/Output`),
      assign: this.#members(source.Assign, `${at}/Assign`),
      location,
    };
  }

  #withNext(source: { Output?: JsonValue | undefined; Assign?: Assign; Next?: string | undefined }) {
    return {
      name: this.#name,
      output: this.#template(source.Output, 'Output'),
      assign: this.#members(source.Assign, 'Assign'),
      next: source.Next,
    };
  }

  #fallible(source: {
    Output?: JsonValue | undefined;
    Assign?: Assign;
    Next?: string | undefined;
    Retry?: RetrierSource[] | undefined;
    Catch?: CatcherSource[] | undefined;
  }) {
    return {
      ...this.#withNext(source),
      retriers: (source.Retry ?? []).map(compileRetrier),
      catchers: (source.Catch ?? []).map((one, index) => this.#catcher(one, `Catch[${index}]`)),
    };
  }

  #catcher(source: CatcherSource, at: string): Catcher {
    return {
      errorEquals: source.ErrorEquals,
      next: source.Next,
      output: this.#template(source.Output, `${at}/Output`),
      assign: this.#members(source.Assign, `${at}/Assign`),
    };
  }

  #members(source: Assign, location: string): Members {
    return Object.entries(source ?? {}).map(([name, value]) => [
      name,
      this.#required(value, `${location}/${name}`),
    ]);
  }

  #template(value: JsonValue | undefined, location: string): Template | undefined {
    return value === undefined ? undefined : this.#required(value, location);
  }

  #required(value: JsonValue, location: string): Template {
    const problems: TemplateProblem[] = [];
    const template = compileTemplate(value, location, problems);
    for (const problem of problems) this.#report(this.#pointer, problem);
    return template;
  }
}

type Assign = Readonly<Record<string, JsonValue>> | undefined;

function compileRetrier(source: RetrierSource): Retrier {
  return {
    errorEquals: source.ErrorEquals,
    interval: source.IntervalSeconds ?? 1,
    maxAttempts: source.MaxAttempts ?? 3,
    backoffRate: source.BackoffRate ?? 2,
    maxDelay: source.MaxDelaySeconds,
    jitter: source.JitterStrategy === 'FULL',
  };
}
