import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Execution } from '../api/shapes.ts';
import type { NodeStatus } from '../model/graph.ts';

interface Shown {
  readonly label: string;
  readonly type: StatusIndicatorProps.Type;
}

/** What happened to a state, in words: colour is never the only sign. */
export const nodeStatuses: Readonly<Record<NodeStatus, Shown>> = {
  notReached: { label: 'Not reached', type: 'not-started' },
  running: { label: 'In progress', type: 'in-progress' },
  waiting: { label: 'Waits for a token', type: 'pending' },
  retrying: { label: 'Will try again', type: 'in-progress' },
  succeeded: { label: 'Succeeded', type: 'success' },
  caught: { label: 'Error caught', type: 'warning' },
  failed: { label: 'Failed', type: 'error' },
  timedOut: { label: 'Timed out', type: 'error' },
  aborted: { label: 'Stopped', type: 'stopped' },
};

export const executionStatuses: Readonly<Record<Execution['status'], Shown>> = {
  RUNNING: { label: 'Running', type: 'in-progress' },
  SUCCEEDED: { label: 'Succeeded', type: 'success' },
  FAILED: { label: 'Failed', type: 'error' },
  TIMED_OUT: { label: 'Timed out', type: 'error' },
  ABORTED: { label: 'Stopped', type: 'stopped' },
  PENDING_REDRIVE: { label: 'Waits for its redrive', type: 'pending' },
};

export function NodeStatusIndicator({ status }: { status: NodeStatus }) {
  return <Sign {...nodeStatuses[status]} />;
}

export function ExecutionStatusIndicator({ status }: { status: Execution['status'] }) {
  return <Sign {...executionStatuses[status]} />;
}

function Sign({ label, type }: Shown) {
  const goesOn = type === 'in-progress' || type === 'pending';
  return (
    <StatusIndicator type={type} {...(goesOn && { colorOverride: 'blue' as const })}>
      {label}
    </StatusIndicator>
  );
}
