import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  RedriveExecutionCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { eventually } from './home.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where executions are to be found: a home, or an account. */
export interface RunsPlace {
  readonly urls: { readonly stepFunctions: string };
  readonly region: string;
  /** Or what answers with those that are valid now. */
  readonly credentials: Credentials | (() => Promise<Credentials>);
  readonly stateMachineArns: readonly string[];
}

/** The operator's view of one session's execution. */
export class Runs {
  private readonly client: SFNClient;
  private readonly place: RunsPlace;

  constructor(place: RunsPlace) {
    this.place = place;
    const { urls, region, credentials } = place;
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

  /** Names of the states in the order in which they were entered. */
  async statesOf(jobId: string): Promise<string[]> {
    const events = await this.history(jobId);
    return events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
  }

  /** Waits until the execution has ended; the row may end a moment before it. */
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
    const [machine = ''] = this.place.stateMachineArns;
    return `${machine.replace(':stateMachine:', ':execution:')}:${jobId}`;
  }
}
