import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useOperatorApi } from '../api/context.tsx';
import { currentDefinition, type LoadedExecution } from '../api/executions.ts';

import { visitsOf } from '../model/visits.ts';
import { openWaits } from '../model/waits.ts';
import { RefusalText } from '../refusal.tsx';
import { Breadcrumbs } from '../view/breadcrumbs.tsx';
import { ExecutionView } from '../view/execution-view.tsx';
import { useNow } from '../view/use-now.ts';
import { useReplay } from '../view/use-replay.ts';
import { ExecutionHeader } from './execution-header.tsx';
import { useExecution } from './use-execution.ts';
import { WaitNotice } from './wait-notice.tsx';

/** One execution, updated while it runs. */
export function ExecutionPage({ executionArn }: { executionArn: string }) {
  const { value: loaded, trouble, failure, refresh } = useExecution(executionArn);
  const error = failure ?? trouble;
  return (
    <SpaceBetween size="m">
      <Breadcrumbs text={executionArn.split(':').at(-1) ?? ''} />
      {error !== undefined && <RefusalText error={error} onRetry={refresh} />}
      {loaded !== undefined && <Execution loaded={loaded} onChange={refresh} />}
      {loaded === undefined && error === undefined && (
        <div role="status">
          <Spinner /> Loading execution
        </div>
      )}
    </SpaceBetween>
  );
}

function Execution({ loaded, onChange }: { loaded: LoadedExecution; onChange: () => void }) {
  const { described, history, definition } = loaded;
  const operatorApi = useOperatorApi();
  const now = useNow(described.status === 'RUNNING');
  const replaying = useReplay(history);
  const waits = openWaits(visitsOf(history).all);
  return (
    <SpaceBetween size="l">
      <ExecutionHeader
        described={described}
        history={history}
        replaying={replaying.busy}
        onReplay={() =>
          replaying.replay(
            () => currentDefinition(operatorApi, described.stateMachineArn),
            'the current definition',
          )
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
