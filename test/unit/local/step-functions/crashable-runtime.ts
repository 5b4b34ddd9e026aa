import { definition, stateMachine } from './runtime.ts';

const task = { Type: 'Task', Arguments: { Payload: '{% $states.input %}' }, TimeoutSeconds: 3_600 };

/**
 * Every execution must complete in spite of the kills: a task, a pause, a token from outside, another task.
 */
export const crashTestMachine = stateMachine(
  'Survivor',
  definition({
    First: {
      ...task,
      Resource: 'arn:aws:states:::lambda:invoke',
      Output: '{% $states.input %}',
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Ask' },
    Ask: {
      ...task,
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Output: '{% $states.input %}',
      Next: 'Last',
    },
    Last: {
      ...task,
      Resource: 'arn:aws:states:::lambda:invoke',
      Output: '{% $states.input %}',
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  }),
);

const called = (state: string) => [`${state}StateEntered`, 'TaskScheduled', 'TaskStarted'];

/** Its history. A token that comes before its call has returned omits TaskSubmitted. */
export const crashTestHistory = [
  'ExecutionStarted',
  ...called('Task'),
  'TaskSucceeded',
  'TaskStateExited',
  'WaitStateEntered',
  'WaitStateExited',
  ...called('Task'),
  'TaskSubmitted',
  'TaskSucceeded',
  'TaskStateExited',
  ...called('Task'),
  'TaskSucceeded',
  'TaskStateExited',
  'SucceedStateEntered',
  'SucceedStateExited',
  'ExecutionSucceeded',
];
