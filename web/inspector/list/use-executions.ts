import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { type Backoff, nextBackoff } from '#client/backoff.ts';
import { useOperatorApi } from '../api/context.tsx';
import { isTransient, type OperatorApi, OperatorApiError } from '../api/operator-api.ts';
import { type Execution, ExecutionPage, StateMachines } from '../api/shapes.ts';

interface ExecutionList {
  /** Latest first. Undefined until the first answer. */
  readonly executions: readonly Execution[] | undefined;
  readonly hasOlder: boolean;
  readonly error: Error | undefined;
  readonly loadOlder: () => void;
  readonly refresh: () => void;
}

interface Page extends ExecutionPage {
  readonly backoff: Backoff;
}

const pageSize = 100;
const retryDelay = 4_000;
const firstPage: string | undefined = undefined;

/** The executions of the state machine. All loaded pages are polled, less often while the first doesn't change. */
export function useExecutions(status: string | undefined): ExecutionList {
  const operatorApi = useOperatorApi();
  const queryKey = ['executions', status];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: async ({ client, pageParam: nextToken, signal }): Promise<Page> => {
      const stateMachineArn = await client.ensureQueryData({
        queryKey: ['state-machine'],
        queryFn: () => stateMachineArnOf(operatorApi, signal),
      });
      const input = {
        stateMachineArn,
        maxResults: pageSize,
        ...(status !== undefined && { statusFilter: status }),
        ...(nextToken !== undefined && { nextToken }),
      };
      const page = await operatorApi.call('ListExecutions', input, ExecutionPage, signal);
      const before = client.getQueryData<InfiniteData<Page>>(queryKey)?.pages[0]?.backoff;
      return { ...page, backoff: nextBackoff(before, JSON.stringify(page.executions)) };
    },
    initialPageParam: firstPage,
    getNextPageParam: ({ nextToken }) => nextToken,
    refetchInterval: ({ state }) => (state.error === null ? state.data?.pages[0]?.backoff.pause : undefined),
    staleTime: 0,
    refetchOnWindowFocus: true,
    retry: (_, error) => isTransient(error),
    retryDelay,
  });
  return {
    executions: query.data?.pages.flatMap(({ executions }) => executions),
    hasOlder: query.hasNextPage,
    error: query.error ?? query.failureReason ?? undefined,
    loadOlder: () => void query.fetchNextPage(),
    refresh: () => void query.refetch(),
  };
}

/** The only state machine of a local server. @throws OperatorApiError, NetworkError */
async function stateMachineArnOf(operatorApi: OperatorApi, signal: AbortSignal): Promise<string> {
  const { stateMachines } = await operatorApi.call('ListStateMachines', {}, StateMachines, signal);
  const [stateMachine] = stateMachines;
  if (stateMachine === undefined) {
    throw new OperatorApiError('NoOperatorApi', 404, 'This server has no state machine.');
  }
  return stateMachine.stateMachineArn;
}
