import { z } from 'zod';
import { isJson } from '#state-machines/asl/json.ts';
import { stepFunctionsErrors } from '../errors.ts';
import type { TokenStimulus } from '../runtime/engine.ts';
import type { TokenSubject } from '../runtime/tokens.ts';
import { Cause, ErrorName, Payload } from './members.ts';
import { type ApiContext, type Operations, operation } from './operation.ts';

const TaskToken = z.string().min(1).max(2048);

/** The token may arrive before the call that carried it has returned. It ends the task in that case too. */
const succeed = operation(z.object({ taskToken: TaskToken, output: Payload }), (context, input) => {
  const subject = read(context, input.taskToken);
  if (!isJson(input.output)) throw stepFunctionsErrors.invalidOutput();
  const { scheduledEventId } = subject;
  return answer(context, subject, { kind: 'taskSucceeded', scheduledEventId, output: input.output });
});

const fail = operation(
  z.object({ taskToken: TaskToken, error: ErrorName, cause: Cause }),
  (context, input) => {
    const subject = read(context, input.taskToken);
    const { scheduledEventId } = subject;
    const [error, cause] = [input.error ?? undefined, input.cause ?? undefined];
    return answer(context, subject, { kind: 'taskFailed', scheduledEventId, error, cause });
  },
);

const heartbeat = operation(z.object({ taskToken: TaskToken }), (context, { taskToken }) => {
  const subject = read(context, taskToken);
  return answer(context, subject, { kind: 'heartbeat', scheduledEventId: subject.scheduledEventId });
});

export const tokenOperations: Operations = {
  SendTaskSuccess: succeed,
  SendTaskFailure: fail,
  SendTaskHeartbeat: heartbeat,
};

/** @throws AwsError InvalidToken for a token not issued here, TaskDoesNotExist when its execution is gone */
function read({ tokens, store }: ApiContext, token: string): TokenSubject {
  const subject = tokens.read(token);
  if (subject === undefined) throw stepFunctionsErrors.invalidToken();
  if (store.executions.find(subject.executionArn) === undefined) throw stepFunctionsErrors.taskDoesNotExist();
  return subject;
}

/**
 * @throws AwsError TaskTimedOut when the task does not wait: answered, timed out or ended with its execution
 */
async function answer(context: ApiContext, subject: TokenSubject, stimulus: TokenStimulus): Promise<object> {
  await context.engine.answer(subject.executionArn, stimulus);
  return {};
}
