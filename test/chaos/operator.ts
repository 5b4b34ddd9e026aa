import { setTimeout as sleep } from 'node:timers/promises';
import { RedriveExecutionCommand, SFNClient, SFNServiceException } from '@aws-sdk/client-sfn';
import type { Ready } from './child-options.ts';

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
    const command = new RedriveExecutionCommand({
      executionArn: `${this.#executions}:${jobId}`,
      clientToken: `${jobId}-again`,
    });
    for (;;) {
      try {
        await this.#client.send(command, { abortSignal: signal });
        return;
      } catch (error) {
        // The row fails a moment before its execution does.
        const soon = error instanceof SFNServiceException && error.name === 'ExecutionNotRedrivable';
        if (!soon && !isAway(error)) throw error;
        await sleep(300, undefined, { signal });
      }
    }
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof SFNServiceException) return (error.$metadata.httpStatusCode ?? 500) >= 500;
  return error instanceof Error && error.name !== 'AbortError';
}
