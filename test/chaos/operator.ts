import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import { executionArn } from '#contracts/names.ts';
import type { ServerInfo } from '#local/testing/server-process/options.ts';
import type { PatientUser } from '#local/testing/users.ts';

/** Milliseconds. */
const interval = 300;

/** Redrives failed sessions. */
export class Operator {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor({ urls, region, credentials, stateMachineArn }: ServerInfo) {
    this.#client = new SFNClient({ endpoint: urls.stepFunctions, region, credentials });
    this.#stateMachineArn = stateMachineArn;
  }

  /** Redrives a failed session once, and retries the request until it succeeds. */
  async redrive(jobId: string, signal: AbortSignal): Promise<void> {
    const executionArn = this.#arn(jobId);
    const command = new RedriveExecutionCommand({ executionArn, clientToken: `${jobId}-again` });
    await retryUntilAccepted(() => this.#client.send(command, { abortSignal: signal }), signal);
  }

  /** Waits until a redriven session shows progress or has failed again. */
  async untilResumed({ client }: PatientUser, jobId: string, signal: AbortSignal): Promise<void> {
    const command = new DescribeExecutionCommand({ executionArn: this.#arn(jobId) });
    for (;;) {
      const { status } = await retryUntilAccepted(
        () => this.#client.send(command, { abortSignal: signal }),
        signal,
      );
      if (status !== 'RUNNING' || (await client.status(jobId, { signal })).status !== 'failed') return;
      await sleep(interval, undefined, { signal });
    }
  }

  #arn(jobId: string): string {
    return executionArn(this.#stateMachineArn, jobId);
  }
}

/** Retries while the server is down, or while the execution has not ended: its row fails a moment earlier. */
async function retryUntilAccepted<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      const tooEarly = error instanceof SFNServiceException && error.name === 'ExecutionNotRedrivable';
      if (!tooEarly && !isUnavailable(error)) throw error;
      await sleep(interval, undefined, { signal });
    }
  }
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof SFNServiceException) return (error.$metadata.httpStatusCode ?? 500) >= 500;
  return error instanceof Error && error.name !== 'AbortError';
}
