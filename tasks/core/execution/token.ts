import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { RecordedResult } from '#contracts/callback.ts';
import { sfn } from '../clients.ts';

/** `gone`: no task waits for this token, because it was answered, timed out or stopped. */
export type TokenAnswer = 'answered' | 'gone';

/** Maximum lengths of Step Functions, in characters. */
const maxError = 256;
const maxCause = 32_768;

/** Answers a waiting task with its result. */
export async function succeedToken(token: string, output: unknown): Promise<TokenAnswer> {
  return unlessGone(() =>
    sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
  );
}

/** Answers a waiting task with how its inference ended. */
export async function answerToken(token: string, result: RecordedResult): Promise<TokenAnswer> {
  if (result.kind === 'answer') return succeedToken(token, result.answer);
  const { code, message } = result.error;
  return unlessGone(() =>
    sfn.send(
      new SendTaskFailureCommand({
        taskToken: token,
        error: code.slice(0, maxError),
        cause: message.slice(0, maxCause),
      }),
    ),
  );
}

async function unlessGone(send: () => Promise<unknown>): Promise<TokenAnswer> {
  try {
    await send();
    return 'answered';
  } catch (error) {
    const gone = [TaskTimedOut, TaskDoesNotExist, InvalidToken].some((type) => error instanceof type);
    if (gone) return 'gone';
    throw error;
  }
}
