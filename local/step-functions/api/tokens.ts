import { z } from 'zod';
import { isJson } from '#state-machines/asl/json.ts';
import { stepFunctionsErrors } from '../errors.ts';
import type { TokenStimulus } from '../runtime/engine.ts';
import type { TokenSubject } from '../runtime/tokens.ts';
import { Cause, ErrorName, Payload } from './members.ts';
import { type Home, type Operations, operation } from './operation.ts';

const TaskToken = z.string().min(1).max(2048);

/** A task's token may come before the call that carried it has answered: it ends the task all the same. */
const succeed = operation(z.object({ taskToken: TaskToken, output: Payload }), (home, input) => {
  const subject = read(home, input.taskToken);
  if (!isJson(input.output)) throw stepFunctionsErrors.invalidOutput();
  const { scheduledEventId } = subject;
  return answer(home, subject, { kind: 'taskSucceeded', scheduledEventId, output: input.output });
});

const fail = operation(z.object({ taskToken: TaskToken, error: ErrorName, cause: Cause }), (home, input) => {
  const subject = read(home, input.taskToken);
  const { scheduledEventId } = subject;
  const [error, cause] = [input.error ?? undefined, input.cause ?? undefined];
  return answer(home, subject, { kind: 'taskFailed', scheduledEventId, error, cause });
});

const beat = operation(z.object({ taskToken: TaskToken }), (home, { taskToken }) => {
  const subject = read(home, taskToken);
  return answer(home, subject, { kind: 'heartbeat', scheduledEventId: subject.scheduledEventId });
});

export const tokenOperations: Operations = {
  SendTaskSuccess: succeed,
  SendTaskFailure: fail,
  SendTaskHeartbeat: beat,
};

/** @throws AwsError InvalidToken for a token of nobody, TaskDoesNotExist when its execution is gone */
function read({ tokens, store }: Home, token: string): TokenSubject {
  const subject = tokens.read(token);
  if (subject === undefined) throw stepFunctionsErrors.invalidToken();
  if (store.executions.find(subject.executionArn) === undefined) throw stepFunctionsErrors.taskDoesNotExist();
  return subject;
}

/** @throws AwsError TaskTimedOut when the task no longer waits: answered, timed out or ended with its execution */
async function answer(home: Home, subject: TokenSubject, stimulus: TokenStimulus): Promise<object> {
  await home.engine.answer(subject.executionArn, stimulus);
  return {};
}
