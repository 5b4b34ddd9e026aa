import { type HistoryEvent, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
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

/** Reads the whole history of a session's execution. */
export async function readExecution(
  stepFunctions: StepFunctionsAccess,
  jobId: string,
): Promise<RecordedExecution> {
  const { url: endpoint, region, credentials, machineArn } = stepFunctions;
  const client = new SFNClient({ endpoint, region, credentials });
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${jobId}`;
  const history: HistoryEvent[] = [];
  try {
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn })) {
      history.push(...(page.events ?? []));
    }
    return { executionArn, history };
  } finally {
    client.destroy();
  }
}
