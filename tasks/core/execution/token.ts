import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { sfn } from '../clients/step-functions.ts';
import type { RecordedResult } from '../contracts/callback.ts';

/** `gone`: nobody waits on this token any more (answered, timed out, stopped). */
export type TokenAnswer = 'answered' | 'gone';

/** Lengths that Step Functions takes, in characters. */
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
