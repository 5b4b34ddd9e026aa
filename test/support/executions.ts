import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  RedriveExecutionCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { executionArn } from '#contracts/names.ts';
import { eventually } from './test-environment.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where executions run: a local environment or an AWS account. */
export interface ExecutionsTarget {
  readonly urls: { readonly stepFunctions: string };
  readonly region: string;
  /** Or a function that returns the current ones. */
  readonly credentials: Credentials | (() => Promise<Credentials>);
  readonly stateMachineArns: readonly string[];
}

/** Reads and controls the executions of sessions, as an operator does. */
export class Executions {
  private readonly client: SFNClient;
  private readonly target: ExecutionsTarget;

  constructor(target: ExecutionsTarget) {
    this.target = target;
    const { urls, region, credentials } = target;
    const found = typeof credentials === 'function' ? credentials : { ...credentials };
    this.client = new SFNClient({ endpoint: urls.stepFunctions, region, credentials: found });
  }

  async history(jobId: string): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const command = new GetExecutionHistoryCommand({ executionArn: this.arn(jobId), nextToken });
      const page = await this.client.send(command);
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return events;
  }

  /** Names of the states, in the order they were entered. */
  async statesOf(jobId: string): Promise<string[]> {
    const events = await this.history(jobId);
    return events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
  }

  /** Waits until the execution has ended. The session's row may end a moment earlier. */
  ended(jobId: string): Promise<{ status: string; error?: string | undefined }> {
    return eventually(async () => {
      const described = await this.client.send(
        new DescribeExecutionCommand({ executionArn: this.arn(jobId) }),
      );
      const { status = '', error } = described;
      return status === 'RUNNING' ? undefined : { status, error };
    }, `The end of ${jobId}`);
  }

  async redrive(jobId: string): Promise<void> {
    await this.client.send(new RedriveExecutionCommand({ executionArn: this.arn(jobId) }));
  }

  async stop(jobId: string): Promise<void> {
    await this.client.send(new StopExecutionCommand({ executionArn: this.arn(jobId) }));
  }

  private arn(jobId: string): string {
    const [stateMachineArn = ''] = this.target.stateMachineArns;
    return executionArn(stateMachineArn, jobId);
  }
}
