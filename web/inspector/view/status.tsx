import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Execution } from '../api/shapes.ts';
import type { NodeStatus } from '../model/graph.ts';

interface Shown {
  readonly label: string;
  readonly type: StatusIndicatorProps.Type;
}

/** Every status has a label, so that color is never the only cue. */
export const nodeStatuses: Readonly<Record<NodeStatus, Shown>> = {
  notReached: { label: 'Not reached', type: 'not-started' },
  running: { label: 'In progress', type: 'in-progress' },
  waiting: { label: 'Waiting for token', type: 'pending' },
  retrying: { label: 'Retrying', type: 'in-progress' },
  succeeded: { label: 'Succeeded', type: 'success' },
  caught: { label: 'Caught error', type: 'warning' },
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
  PENDING_REDRIVE: { label: 'Pending redrive', type: 'pending' },
};

export function NodeStatusIndicator({ status }: { status: NodeStatus }) {
  return <StatusText {...nodeStatuses[status]} />;
}

export function ExecutionStatusIndicator({ status }: { status: Execution['status'] }) {
  return <StatusText {...executionStatuses[status]} />;
}

function StatusText({ label, type }: Shown) {
  const ongoing = type === 'in-progress' || type === 'pending';
  return (
    <StatusIndicator type={type} {...(ongoing && { colorOverride: 'blue' as const })}>
      {label}
    </StatusIndicator>
  );
}
