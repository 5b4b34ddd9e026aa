import { useCallback, useRef, useState } from 'react';
import { useDoor } from '../api/context.tsx';
import { DoorError } from '../api/door.ts';
import { type Execution, ExecutionPage, StateMachines } from '../api/shapes.ts';
import { useLooks } from '../api/use-looks.ts';

export interface Listed {
  readonly executions: readonly Execution[];
  readonly hasMore: boolean;
}

interface ExecutionList {
  readonly listed: Listed | undefined;
  readonly error: Error | undefined;
  readonly showMore: () => void;
  readonly lookAgain: () => void;
}

const pageSize = 100;

/** The executions of the home's state machine, the latest first, looked at again while the page is seen. */
export function useExecutions(status: string | undefined): ExecutionList {
  const door = useDoor();
  const wanted = useRef(pageSize);
  const machine = useRef<string>(undefined);
  const seen = useRef('');
  const [state, setState] = useState<Pick<ExecutionList, 'listed' | 'error'>>({
    listed: undefined,
    error: undefined,
  });
  const look = useCallback(
    async (signal: AbortSignal) => {
      try {
        machine.current ??= await onlyMachine(door, signal);
        const listed = await list(door, machine.current, status, wanted.current, signal);
        signal.throwIfAborted();
        const text = JSON.stringify(listed);
        const news = text !== seen.current;
        seen.current = text;
        setState({ listed, error: undefined });
        return news ? 'news' : 'nothing';
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) throw error;
        setState((before) => ({ ...before, error }));
        if (error instanceof DoorError && error.status < 500) return 'over';
        throw error;
      }
    },
    [door, status],
  );
  const lookAgain = useLooks(look);
  const showMore = () => {
    wanted.current += pageSize;
    lookAgain();
  };
  return { ...state, showMore, lookAgain };
}

type DoorOf = ReturnType<typeof useDoor>;

/** A home has one. @throws DoorError, NetworkError */
async function onlyMachine(door: DoorOf, signal: AbortSignal): Promise<string> {
  const { stateMachines } = await door.call('ListStateMachines', {}, StateMachines, signal);
  const [machine] = stateMachines;
  if (machine === undefined) throw new DoorError('NoDoor', 404, 'This home has no state machine.');
  return machine.stateMachineArn;
}

async function list(
  door: DoorOf,
  stateMachineArn: string,
  status: string | undefined,
  wanted: number,
  signal: AbortSignal,
): Promise<Listed> {
  const executions: Execution[] = [];
  let nextToken: string | undefined;
  do {
    const input = {
      stateMachineArn,
      maxResults: pageSize,
      ...(status !== undefined && { statusFilter: status }),
      ...(nextToken !== undefined && { nextToken }),
    };
    const page = await door.call('ListExecutions', input, ExecutionPage, signal);
    executions.push(...page.executions);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && executions.length < wanted);
  return { executions, hasMore: nextToken !== undefined };
}
