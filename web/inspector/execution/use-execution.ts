import { type Polling, usePolling } from '#web/api/polling.ts';
import { useOperatorApi } from '../api/context.tsx';
import { type LoadedExecution, loadExecution } from '../api/executions.ts';
import { isTransient } from '../api/operator-api.ts';

/** One execution, polled while it runs. */
export function useExecution(executionArn: string): Polling<LoadedExecution> {
  const operatorApi = useOperatorApi();
  return usePolling({
    queryKey: ['execution', executionArn],
    read: (signal, before: LoadedExecution | undefined) =>
      loadExecution(operatorApi, executionArn, before, signal),
    done: ({ described }) => described.status !== 'RUNNING',
    stamp: ({ described, history }) => `${described.status} ${described.redriveCount} ${history.length}`,
    isTransient,
  });
}
