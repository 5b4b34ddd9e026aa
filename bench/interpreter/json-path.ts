import type { StateMachine } from 'aws-local-stepfunctions';

/** The five-state machine of `bench/step-functions` in JSONPath, because aws-local-stepfunctions has no JSONata. */
export const fiveStatesInJsonPath: ConstructorParameters<typeof StateMachine>[0] = {
  StartAt: 'Prepare',
  States: {
    Prepare: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Work' },
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:work',
      Parameters: { 'n.$': '$.n' },
      Next: 'Large',
    },
    Large: {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericGreaterThan: 100, Next: 'Never' }],
      Default: 'Format',
    },
    Format: { Type: 'Pass', Parameters: { 'text.$': "States.Format('n is {}', $.n)" }, Next: 'Done' },
    Done: { Type: 'Succeed' },
    Never: { Type: 'Fail' },
  },
};
