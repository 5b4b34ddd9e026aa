/** The five-state machine for the comparison, in JSONata that all engines support. */
export const fiveStates = {
  name: 'FiveStates',
  definition: JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Prepare',
    States: {
      Prepare: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Work' },
      Work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'work', Payload: { n: '{% $states.input.n %}' } },
        Output: { n: '{% $states.result.Payload.n %}' },
        Next: 'Large',
      },
      Large: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.n > 100 %}', Next: 'Never' }],
        Default: 'Format',
      },
      Format: { Type: 'Pass', Output: { text: "{% 'n is ' & $string($states.input.n) %}" }, Next: 'Done' },
      Done: { Type: 'Succeed' },
      Never: { Type: 'Fail' },
    },
  }),
  input: '{"n":1}',
  /** State transitions of one execution. */
  transitions: 5,
};

/** The task's result in every engine. */
export const workResult = { Payload: { n: 2 }, StatusCode: 200 };

/** A state machine that waits for a task token. */
export const waiting = {
  name: 'Waiting',
  definition: JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
        TimeoutSeconds: 86_400,
        End: true,
      },
    },
  }),
  input:
    '{"job_id":"gen3d-0123456789abcdef","user_id":"user","session_id":"session","image_key":"users/user/sessions/session/original_image.jpg"}',
};

/** MiniStack's mock file: its only way to answer a task in its own process. */
export const mockConfig = {
  StateMachines: { [fiveStates.name]: { TestCases: { Bench: { Work: 'work' } } } },
  MockedResponses: { work: { '0': { Return: workResult } } },
};
