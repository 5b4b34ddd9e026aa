import type { NodeStatus } from '../model/graph.ts';

/** SVG paths in a 16 × 16 box. */
const lines: Readonly<Record<NodeStatus, string>> = {
  notReached: 'M4.5 8h7',
  running: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5M8 5v3l2.2 1.6',
  waiting: 'M4 2.5h8M4 13.5h8M5 2.5c0 3 2 4 3 5.5 1-1.5 3-2.5 3-5.5M5 13.5c0-3 2-4 3-5.5 1 1.5 3 2.5 3 5.5',
  retrying: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  succeeded: 'M3 8.5l3.2 3.2L13 4.8',
  caught: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.4',
  failed: 'M4 4l8 8M12 4l-8 8',
  timedOut: 'M8 3.5a5 5 0 1 0 .01 0M8 6v2.6l1.8 1.2M6 1.5h4',
  aborted: 'M4.5 4.5h7v7h-7z',
};

export function StatusIcon({ status, x, y }: { status: NodeStatus; x: number; y: number }) {
  return (
    <path
      d={lines[status]}
      transform={`translate(${x} ${y})`}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}
