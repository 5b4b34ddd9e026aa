import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { StepFunctionsAccess } from './home.ts';

/** One visit of a state: when it was entered, and how long the execution stayed in it. */
export interface StateVisit {
  readonly state: string;
  /** Seconds since the execution started. */
  readonly at: number;
  /** Undefined when the state was not left. */
  readonly seconds: number | undefined;
}

/** The visits of a history, in the order in which the states were entered. */
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

/** An execution as Step Functions tells it, through its own wire protocol. */
export interface RecordedExecution {
  readonly executionArn: string;
  readonly history: readonly HistoryEvent[];
}

/** Reads the whole history of a session's execution, once it has ended. */
export async function readExecution(
  stepFunctions: StepFunctionsAccess,
  jobId: string,
): Promise<RecordedExecution> {
  const { url: endpoint, region, credentials, machineArn } = stepFunctions;
  const client = new SFNClient({ endpoint, region, credentials });
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${jobId}`;
  const history: HistoryEvent[] = [];
  try {
    await untilEnded(client, executionArn);
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn })) {
      history.push(...(page.events ?? []));
    }
    return { executionArn, history };
  } finally {
    client.destroy();
  }
}

/** Milliseconds between two looks, and until the execution is taken as it is. */
const pace = { interval: 100, patience: 10_000 };

/** The mail is sent by the last task, so that it is there a moment before the execution ends. */
async function untilEnded(client: SFNClient, executionArn: string): Promise<void> {
  const end = Date.now() + pace.patience;
  while (Date.now() < end) {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return;
    await new Promise((resolve) => setTimeout(resolve, pace.interval));
  }
}
