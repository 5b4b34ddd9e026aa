import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import type { Ready } from './child-options.ts';
import type { User } from './users.ts';

const pace = 300;

/** Who redrives failed sessions. */
export class Operator {
  readonly #client: SFNClient;
  readonly #executions: string;

  constructor({ urls, region, credentials, machineArn }: Ready) {
    this.#client = new SFNClient({ endpoint: urls.stepFunctions, region, credentials });
    this.#executions = machineArn.replace(':stateMachine:', ':execution:');
  }

  /** Redrives a failed session once, whatever happens on the way. */
  async redrive(jobId: string, signal: AbortSignal): Promise<void> {
    const executionArn = this.#arn(jobId);
    const command = new RedriveExecutionCommand({ executionArn, clientToken: `${jobId}-again` });
    await insist(() => this.#client.send(command, { abortSignal: signal }), signal);
  }

  /** Waits until a redriven session shows that it goes on, or has failed again. */
  async untilTakenUp({ client }: User, jobId: string, signal: AbortSignal): Promise<void> {
    const command = new DescribeExecutionCommand({ executionArn: this.#arn(jobId) });
    for (;;) {
      const { status } = await insist(() => this.#client.send(command, { abortSignal: signal }), signal);
      if (status !== 'RUNNING' || (await client.status(jobId, { signal })).status !== 'failed') return;
      await sleep(pace, undefined, { signal });
    }
  }

  #arn(jobId: string): string {
    return `${this.#executions}:${jobId}`;
  }
}

/** Tries again while the home is away, or the execution has not ended yet: its row fails a moment before it. */
async function insist<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      const soon = error instanceof SFNServiceException && error.name === 'ExecutionNotRedrivable';
      if (!soon && !isAway(error)) throw error;
      await sleep(pace, undefined, { signal });
    }
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof SFNServiceException) return (error.$metadata.httpStatusCode ?? 500) >= 500;
  return error instanceof Error && error.name !== 'AbortError';
}
