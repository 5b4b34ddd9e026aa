/** Reads what the graph shows of a definition. JSONPath definitions work too: the graph evaluates no expressions. */
import * as z from 'zod';

export type ExitKind = 'next' | 'choice' | 'default' | 'catch';

/** A transition out of a state. */
export interface Exit {
  readonly to: string;
  readonly kind: ExitKind;
  /** The condition, or the caught errors. */
  readonly label: string | undefined;
}

export interface StateShape {
  readonly name: string;
  readonly type: string;
  readonly comment: string | undefined;
  readonly exits: readonly Exit[];
  /** Ends the state machine, or its branch. */
  readonly ends: boolean;
  /** Branches of a Parallel state, the processor of a Map state. */
  readonly inner: readonly StateMachineShape[];
  /** The state as the definition has it. */
  readonly source: unknown;
}

export interface StateMachineShape {
  readonly startAt: string;
  readonly states: readonly StateShape[];
}

/** The text is not a state machine definition. */
export class UnreadableDefinitionError extends Error {
  readonly code = 'UnreadableDefinition';
  override readonly name = 'UnreadableDefinition';
}

const Choice = z.looseObject({ Next: z.string().optional(), Condition: z.unknown().optional() });
const Catcher = z.looseObject({ Next: z.string(), ErrorEquals: z.array(z.string()).default([]) });
const State = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(Choice).default([]),
  Catch: z.array(Catcher).default([]),
  get Branches() {
    return z.array(StateMachine).default([]);
  },
  get ItemProcessor() {
    return StateMachine.optional();
  },
  get Iterator() {
    return StateMachine.optional();
  },
});
const StateMachine = z.looseObject({
  StartAt: z.string(),
  get States(): z.ZodRecord<z.ZodString, typeof State> {
    return z.record(z.string(), State);
  },
});

/**
 * Reads states and transitions, nested state machines included.
 *
 * @param source JSON text, or the parsed value
 * @throws UnreadableDefinitionError
 * @example readDefinition('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}').startAt // 'A'
 */
export function readDefinition(source: unknown): StateMachineShape {
  const parsed = StateMachine.safeParse(typeof source === 'string' ? parse(source) : source);
  if (parsed.success) return stateMachineOf(parsed.data);
  const [issue] = parsed.error.issues;
  throw new UnreadableDefinitionError(issue === undefined ? 'The document is invalid.' : describe(issue));
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const where = path.length === 0 ? 'The document' : `"${path.join('.')}"`;
  return message.endsWith('received undefined') ? `${where} is missing.` : `${where}: ${message}.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableDefinitionError(
      `It isn't valid JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function stateMachineOf({ StartAt, States }: z.infer<typeof StateMachine>): StateMachineShape {
  return {
    startAt: StartAt,
    states: Object.entries(States).map(([name, state]) => stateOf(name, state)),
  };
}

function stateOf(name: string, state: z.infer<typeof State>): StateShape {
  const inner = [...state.Branches, state.ItemProcessor ?? state.Iterator].filter((one) => one !== undefined);
  const terminal = state.Type === 'Succeed' || state.Type === 'Fail';
  return {
    name,
    type: state.Type,
    comment: state.Comment,
    exits: exitsOf(state),
    ends: terminal || state.End === true,
    inner: inner.map(stateMachineOf),
    source: state,
  };
}

function exitsOf(state: z.infer<typeof State>): Exit[] {
  const exits: Exit[] = [];
  if (state.Next !== undefined) exits.push({ to: state.Next, kind: 'next', label: undefined });
  for (const { Next, Condition } of state.Choices) {
    if (Next !== undefined) exits.push({ to: Next, kind: 'choice', label: conditionOf(Condition) });
  }
  if (state.Default !== undefined) exits.push({ to: state.Default, kind: 'default', label: 'otherwise' });
  for (const { Next, ErrorEquals } of state.Catch)
    exits.push({ to: Next, kind: 'catch', label: ErrorEquals.join(', ') });
  return exits;
}

function conditionOf(condition: unknown): string | undefined {
  if (typeof condition !== 'string') return undefined;
  return condition.replace(/^\{%\s*/, '').replace(/\s*%\}$/, '');
}
