/** The JSONata form of the Amazon States Language, as a definition's JSON must look. */
import * as z from 'zod';

const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression between {% and %}');
const stateName = z.string().min(1).max(80);
const errorNames = z.array(z.string().min(1)).min(1);
const count = z.int().min(0).max(99_999_999);
const positive = z.int().min(1).max(99_999_999);
const template = z.json();
const assignments = z.record(
  z.string().regex(/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u, 'is not a variable name'),
  z.json(),
);

const retrier = z.strictObject({
  ErrorEquals: errorNames,
  IntervalSeconds: positive.optional(),
  MaxAttempts: count.optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
  Comment: z.string().optional(),
});
const catcher = z.strictObject({
  ErrorEquals: errorNames,
  Next: stateName,
  Output: template.optional(),
  Assign: assignments.optional(),
  Comment: z.string().optional(),
});

const every = { QueryLanguage: z.literal('JSONata').optional(), Comment: z.string().optional() };
const yields = { ...every, Output: template.optional() };
const goesOn = {
  ...yields,
  Assign: assignments.optional(),
  Next: stateName.optional(),
  End: z.boolean().optional(),
};
const mayFail = { ...goesOn, Retry: z.array(retrier).optional(), Catch: z.array(catcher).optional() };

const pass = z.strictObject({ Type: z.literal('Pass'), ...goesOn });
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...yields });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  ...every,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...goesOn,
  Seconds: z.union([count, expression]).optional(),
  Timestamp: z.string().optional(),
});
const task = z.strictObject({
  Type: z.literal('Task'),
  ...mayFail,
  Resource: z.string(),
  Arguments: template.optional(),
  TimeoutSeconds: z.union([positive, expression]).optional(),
  HeartbeatSeconds: z.union([positive, expression]).optional(),
  Credentials: z.union([z.strictObject({ RoleArn: z.string() }), expression]).optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...yields,
  Assign: assignments.optional(),
  Choices: z
    .array(
      z.strictObject({
        Condition: z.union([z.boolean(), expression]),
        Next: stateName,
        Output: template.optional(),
        Assign: assignments.optional(),
        Comment: z.string().optional(),
      }),
    )
    .min(1),
  Default: stateName.optional(),
});
const parallel = z.strictObject({ Type: z.literal('Parallel'), ...mayFail, Arguments: template.optional() });
const map = z.strictObject({
  Type: z.literal('Map'),
  ...mayFail,
  Items: z.union([z.array(z.json()), expression]).optional(),
  ItemSelector: template.optional(),
  MaxConcurrency: z.union([count, expression]).optional(),
  ToleratedFailureCount: z.union([count, expression]).optional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), expression]).optional(),
  Label: z.string().max(40).optional(),
});

export type TaskSource = z.infer<typeof task>;
export type RetrierSource = z.infer<typeof retrier>;
export type CatcherSource = z.infer<typeof catcher>;
export type StateSource =
  | z.infer<typeof pass>
  | TaskSource
  | z.infer<typeof choice>
  | z.infer<typeof wait>
  | z.infer<typeof succeed>
  | z.infer<typeof fail>
  | (z.infer<typeof parallel> & { Branches: BranchSource[] })
  | (z.infer<typeof map> & { ItemProcessor: BranchSource });
export interface BranchSource {
  StartAt: string;
  States: Record<string, StateSource>;
  Comment?: string | undefined;
}

const state: z.ZodType<StateSource> = z.lazy(() =>
  z
    .discriminatedUnion('Type', [
      pass,
      task,
      choice,
      wait,
      succeed,
      fail,
      parallel.extend({ Branches: z.array(z.strictObject(branch)).min(1) }),
      map.extend({
        ItemProcessor: z.strictObject({ ...branch, ProcessorConfig: processorConfig.optional() }),
      }),
    ])
    .superRefine(checkFields),
);
const branch = { StartAt: stateName, States: z.record(stateName, state), Comment: z.string().optional() };
/** Fields that exclude or bound each other. */
function checkFields(state: StateSource, context: z.RefinementCtx): void {
  const problem = (message: string) => context.addIssue({ code: 'custom', message });
  if (state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail') {
    if ((state.Next !== undefined) === (state.End === true))
      problem('must have either "Next" or "End": true');
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    problem('must have either "Seconds" or "Timestamp"');
  }
  if (state.Type !== 'Task') return;
  const { TimeoutSeconds, HeartbeatSeconds } = state;
  if (typeof TimeoutSeconds !== 'number' || typeof HeartbeatSeconds !== 'number') return;
  if (HeartbeatSeconds >= TimeoutSeconds) problem('"HeartbeatSeconds" must be smaller than "TimeoutSeconds"');
}
const processorConfig = z.strictObject({ Mode: z.literal('INLINE') });

export const definitionSchema = z.strictObject({
  ...branch,
  QueryLanguage: z.enum(['JSONata', 'JSONPath']).optional(),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: positive.optional(),
});
export type DefinitionSource = z.infer<typeof definitionSchema>;
