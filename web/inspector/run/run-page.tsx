import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useDoor } from '../api/context.tsx';
import { currentDefinition, type LoadedExecution } from '../api/executions.ts';
import { pathOfRun } from '../model/paths.ts';
import { visitsOf } from '../model/visits.ts';
import { openWaits } from '../model/waits.ts';
import { RefusalText } from '../refusal.tsx';
import { ExecutionView } from '../view/execution-view.tsx';
import { useNow } from '../view/use-now.ts';
import { useReplay } from '../view/use-replay.ts';
import { WayHere } from '../view/way-here.tsx';
import { RunHeader } from './run-header.tsx';
import { useExecution } from './use-execution.ts';
import { WaitNotice } from './wait-notice.tsx';

/** One execution of the home, followed while it runs. */
export function RunPage({ executionArn }: { executionArn: string }) {
  const { loaded, error, lookAgain } = useExecution(executionArn);
  return (
    <SpaceBetween size="m">
      <WayHere text={executionArn.split(':').at(-1) ?? ''} href={pathOfRun(executionArn)} />
      {error !== undefined && <RefusalText error={error} onRetry={lookAgain} />}
      {loaded !== undefined && <Run loaded={loaded} onChange={lookAgain} />}
      {loaded === undefined && error === undefined && (
        <div role="status">
          <Spinner /> Reading the run
        </div>
      )}
    </SpaceBetween>
  );
}

function Run({ loaded, onChange }: { loaded: LoadedExecution; onChange: () => void }) {
  const { described, history, definition } = loaded;
  const door = useDoor();
  const now = useNow(described.status === 'RUNNING');
  const replaying = useReplay(history);
  const waits = openWaits(visitsOf(history).all);
  return (
    <SpaceBetween size="l">
      <RunHeader
        described={described}
        history={history}
        replaying={replaying.busy}
        onReplay={() =>
          replaying.replay(() => currentDefinition(door, described.stateMachineArn), 'the current definition')
        }
        onReplayAgainst={(text, name) => replaying.replay(async () => text, name)}
        onChange={onChange}
      />
      <ExecutionView
        history={history}
        definition={definition}
        arn={described.executionArn}
        now={now}
        replayed={replaying.replayed}
        onForgetReplay={replaying.forget}
        notices={waits.map((wait) => (
          <WaitNotice
            key={wait.attempt.scheduledEventId}
            wait={wait}
            execution={described.name}
            now={now}
            onAnswered={onChange}
          />
        ))}
      />
    </SpaceBetween>
  );
}
