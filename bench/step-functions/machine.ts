/** The five-state machine that the engines are compared on; JSONata that every one of them knows. */
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
  /** States that one execution goes through. */
  transitions: 5,
};

/** What the task answers, in every engine. */
export const workResult = { Payload: { n: 2 }, StatusCode: 200 };

/** Waits for a token that somebody sends. */
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

/** MiniStack's mock file: its only way to answer a task inside its own process. */
export const mockConfig = {
  StateMachines: { [fiveStates.name]: { TestCases: { Bench: { Work: 'work' } } } },
  MockedResponses: { work: { '0': { Return: workResult } } },
};
