/** A state machine as its picture needs it. Reads JSONPath definitions too: a picture needs no expressions. */
import * as z from 'zod';

export type ExitKind = 'next' | 'choice' | 'default' | 'catch';

/** A way out of a state. */
export interface Exit {
  readonly to: string;
  readonly kind: ExitKind;
  /** The condition, or the errors that are caught. */
  readonly label: string | undefined;
}

export interface StateShape {
  readonly name: string;
  readonly type: string;
  readonly comment: string | undefined;
  readonly exits: readonly Exit[];
  /** Ends the machine, or the branch that it is in. */
  readonly ends: boolean;
  /** Branches of a Parallel, the processor of a Map. */
  readonly inner: readonly MachineShape[];
  /** As in the definition. */
  readonly source: unknown;
}

export interface MachineShape {
  readonly startAt: string;
  readonly states: readonly StateShape[];
}

/** What was given is no definition of a state machine. */
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
    return z.array(Machine).default([]);
  },
  get ItemProcessor() {
    return Machine.optional();
  },
  get Iterator() {
    return Machine.optional();
  },
});
const Machine = z.looseObject({
  StartAt: z.string(),
  get States(): z.ZodRecord<z.ZodString, typeof State> {
    return z.record(z.string(), State);
  },
});

/**
 * @param source JSON text, or the parsed value
 * @throws UnreadableDefinitionError
 */
export function readDefinition(source: unknown): MachineShape {
  const parsed = Machine.safeParse(typeof source === 'string' ? parse(source) : source);
  if (parsed.success) return machineOf(parsed.data);
  const [issue] = parsed.error.issues;
  throw new UnreadableDefinitionError(
    `It is no state machine: ${issue?.path.join('/') || 'the document'}: ${issue?.message ?? 'invalid'}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableDefinitionError(`It is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function machineOf({ StartAt, States }: z.infer<typeof Machine>): MachineShape {
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
    inner: inner.map(machineOf),
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
