import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { executionArn } from '#contracts/names.ts';
import type { StepFunctionsAccess } from './demo-environment.ts';

/** One visit of a state. */
export interface StateVisit {
  readonly state: string;
  /** Seconds since the execution started. */
  readonly at: number;
  /** Undefined if the execution ended in this state. */
  readonly seconds: number | undefined;
}

/** The state visits of a history, in the order they began. */
export function visitsOf(history: readonly HistoryEvent[]): StateVisit[] {
  const started = secondsOf(history[0]);
  const visits: StateVisit[] = [];
  for (const event of history) {
    const entered = event.stateEnteredEventDetails?.name;
    const exited = event.stateExitedEventDetails?.name;
    const at = secondsOf(event) - started;
    if (entered !== undefined) visits.push({ state: entered, at, seconds: undefined });
    if (exited !== undefined) leave(visits, exited, at);
  }
  return visits;
}

function leave(visits: StateVisit[], state: string, at: number): void {
  const index = visits.findLastIndex((visit) => visit.state === state && visit.seconds === undefined);
  const visit = visits[index];
  if (visit !== undefined) visits[index] = { ...visit, seconds: at - visit.at };
}

function secondsOf(event: HistoryEvent | undefined): number {
  return (event?.timestamp?.getTime() ?? 0) / 1_000;
}

/** An execution with its history. */
export interface RecordedExecution {
  readonly executionArn: string;
  readonly history: readonly HistoryEvent[];
}

/** Waits until a session's execution has ended, and reads its history. */
export async function readExecution(
  stepFunctions: StepFunctionsAccess,
  jobId: string,
): Promise<RecordedExecution> {
  const { url: endpoint, region, credentials, stateMachineArn } = stepFunctions;
  const client = new SFNClient({ endpoint, region, credentials });
  const arn = executionArn(stateMachineArn, jobId);
  const history: HistoryEvent[] = [];
  try {
    await untilEnded(client, arn);
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn: arn })) {
      history.push(...(page.events ?? []));
    }
    return { executionArn: arn, history };
  } finally {
    client.destroy();
  }
}

/** Milliseconds. After the timeout the history is read as it is. */
const polling = { interval: 100, timeout: 10_000 };

/** The last task sends the email, so the email arrives before the execution ends. */
async function untilEnded(client: SFNClient, arn: string): Promise<void> {
  const end = Date.now() + polling.timeout;
  while (Date.now() < end) {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
    if (status !== 'RUNNING') return;
    await new Promise((resolve) => setTimeout(resolve, polling.interval));
  }
}
