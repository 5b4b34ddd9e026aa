/** Generates state machines with random results, for property tests. */
import fc from 'fast-check';
import type { Answerer } from '#state-machines/simulation/simulate.ts';
import { LAMBDA } from './support.ts';

export interface GeneratedCase {
  readonly definition: object;
  readonly answer: Answerer;
}

type States = Record<string, object>;
/** Creates a state, and the state of its catcher, from a name and its successor. */
type Part = (name: string, next: object) => States;

const ERRORS = ['E', 'F', 'States.Timeout'];

const pass: fc.Arbitrary<Part> = fc
  .constantFrom<object>(
    { Output: { n: '{% $states.input %}' } },
    { Assign: { v: '{% $exists($v) ? $v + 1 : 0 %}' } },
    { Output: '{% $uuid() %}' },
    { Output: '{% $nothing %}' },
  )
  .map((more) => (name, next) => ({ [name]: { Type: 'Pass', ...rename(more, name), ...next } }));

const wait: fc.Arbitrary<Part> = fc
  .integer({ min: 0, max: 40 })
  .map((Seconds) => (name, next) => ({ [name]: { Type: 'Wait', Seconds, ...next } }));

const fail: fc.Arbitrary<Part> = fc.constant((name) => ({ [name]: { Type: 'Fail', Error: 'E' } }));

const choice: fc.Arbitrary<Part> = fc.boolean().map((holds) => (name, next) => ({
  [name]: {
    Type: 'Choice',
    Choices: [{ Condition: `{% ${holds} %}`, Next: `${name}t` }],
    Default: `${name}t`,
  },
  [`${name}t`]: { Type: 'Pass', ...next },
}));

const handlers = fc.record({
  Retry: fc.constantFrom<object[]>(
    [],
    [{ ErrorEquals: ['E'], MaxAttempts: 1, JitterStrategy: 'FULL' }],
    [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 7 }],
  ),
  Catch: fc.constantFrom<string[]>([], ['E'], ['States.ALL']),
});

/** Gives each state its own variables, because a variable must not be assigned in two scopes. */
function rename(more: object, name: string): object {
  return JSON.parse(JSON.stringify(more).replaceAll('"v"', `"v${name}"`).replaceAll('$v', `$v${name}`));
}

function handling(
  name: string,
  { Retry, Catch }: { Retry: object[]; Catch: string[] },
  next: object,
): { own: object; more: States } {
  if (Catch.length === 0) return { own: { Retry }, more: {} };
  return {
    own: { Retry, Catch: [{ ErrorEquals: Catch, Next: `${name}c` }] },
    more: { [`${name}c`]: { Type: 'Pass', ...next } },
  };
}

const task: fc.Arbitrary<Part> = fc
  .record({ handlers, TimeoutSeconds: fc.constantFrom(5, 60), callback: fc.boolean() })
  .map(({ handlers, TimeoutSeconds, callback }) => (name, next) => {
    const { own, more } = handling(name, handlers, next);
    const Resource = callback ? `${LAMBDA}.waitForTaskToken` : LAMBDA;
    return { [name]: { Type: 'Task', Resource, TimeoutSeconds, ...own, ...next }, ...more };
  });

interface Tree {
  part: Part;
  machine: (prefix: string) => object;
}

const { machine } = fc.letrec<Tree>((tie: fc.LetrecTypedTie<Tree>) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    pass,
    wait,
    task,
    task,
    choice,
    fail,
    parallel(tie('machine')),
    map(tie('machine')),
  ),
  machine: fc
    .array(tie('part'), { minLength: 1, maxLength: 3 })
    .map((parts) => (prefix: string) => chain(parts, prefix)),
}));

function parallel(inner: fc.Arbitrary<Tree['machine']>): fc.Arbitrary<Part> {
  return fc
    .tuple(fc.array(inner, { minLength: 1, maxLength: 3 }), handlers)
    .map(([branches, how]) => (name, next) => {
      const { own, more } = handling(name, how, next);
      const Branches = branches.map((branch, index) => branch(`${name}${'xyz'[index]}`));
      return { [name]: { Type: 'Parallel', Branches, ...own, ...next }, ...more };
    });
}

function map(inner: fc.Arbitrary<Tree['machine']>): fc.Arbitrary<Part> {
  const shape = fc.record({
    Items: fc.constantFrom<unknown>([], [1], [1, 2, 3], "{% ['a', 'b'] %}"),
    MaxConcurrency: fc.constantFrom<unknown>(0, 1, '{% 2 %}'),
    ToleratedFailureCount: fc.constantFrom(0, 1),
  });
  return fc
    .tuple(inner, shape, handlers)
    .map(([item, { ToleratedFailureCount, ...fields }, how]) => (name, next) => {
      const { own, more } = handling(name, how, next);
      const tolerance = ToleratedFailureCount === 0 ? {} : { ToleratedFailureCount };
      return {
        [name]: { Type: 'Map', ...fields, ...tolerance, ItemProcessor: item(`${name}m`), ...own, ...next },
        ...more,
      };
    });
}

function chain(parts: readonly Part[], prefix: string): object {
  const names = parts.map((_, index) => `${prefix}${index}`);
  const States = parts.map((part, index) => {
    const next = names[index + 1];
    return part(names[index] ?? '', next === undefined ? { End: true } : { Next: next });
  });
  return { StartAt: names[0], States: Object.assign({}, ...States) };
}

const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ type: 'TaskSucceeded', output: '{"ok":true}' }) },
  { weight: 2, arbitrary: fc.constantFrom(...ERRORS).map((error) => ({ type: 'TaskFailed', error })) },
  { weight: 1, arbitrary: fc.constant({ type: 'TaskTimedOut' }) },
);

/** The result of a call depends on its id, so that a repeated call returns the same. */
export const generatedCases: fc.Arbitrary<GeneratedCase> = fc
  .tuple(machine, fc.array(outcome, { minLength: 1, maxLength: 8 }), fc.boolean())
  .map(([make, outcomes, bounded]) => ({
    definition: { QueryLanguage: 'JSONata', ...make('s'), ...(bounded ? { TimeoutSeconds: 100 } : {}) },
    answer: ({ scheduledEventId }) => ({ result: outcomes[scheduledEventId % outcomes.length] }),
  }));
