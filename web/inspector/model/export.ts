/** A history as `aws stepfunctions get-execution-history` prints it. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';

/** JSON text with timestamps as the AWS CLI writes them. */
export function exportHistory(history: readonly HistoryEvent[]): string {
  const events = history.map(({ timestamp, ...rest }) => ({
    timestamp: new Date(timestamp).toISOString().replace('Z', '+00:00'),
    ...rest,
  }));
  return `${JSON.stringify({ events }, null, 4)}\n`;
}
