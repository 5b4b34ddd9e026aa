import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { useOperatorApi } from '../api/context.tsx';
import { Anything, type Described } from '../api/shapes.ts';
import { HistoryMenu } from '../view/history-menu.tsx';
import { ReplayMenu } from '../view/replay-menu.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';

interface ExecutionHeaderProps {
  readonly described: Described;
  readonly history: readonly HistoryEvent[];
  readonly replaying: boolean;
  readonly onReplay: () => void;
  readonly onReplayAgainst: (definition: string, name: string) => void;
  /** Called after an action on the execution. */
  readonly onChange: () => void;
}

/** The name of an execution, and its actions. */
export function ExecutionHeader(props: ExecutionHeaderProps) {
  const { described, history, onChange } = props;
  const operatorApi = useOperatorApi();
  const [open, setOpen] = useState<'stop' | 'redrive'>();
  const clientToken = useRef('');
  const close = () => setOpen(undefined);
  const { executionArn, name, status, redriveStatus, redriveStatusReason } = described;
  const redrivable = redriveStatus === 'REDRIVABLE';
  return (
    <>
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ReplayMenu busy={props.replaying} onCurrent={props.onReplay} onFile={props.onReplayAgainst} />
            <HistoryMenu name={name} history={history} />
            {status === 'RUNNING' ? (
              <Button onClick={() => setOpen('stop')}>Stop</Button>
            ) : (
              <Button
                disabled={!redrivable}
                disabledReason={redriveStatusReason ?? "This execution can't be redriven."}
                onClick={() => {
                  // Every attempt to send this click's redrive has the same token, so it happens once.
                  clientToken.current = crypto.randomUUID();
                  setOpen('redrive');
                }}
              >
                Redrive
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {name}
      </Header>
      {open === 'stop' && <StopDialog executionArn={executionArn} onClose={close} onStopped={onChange} />}
      {open === 'redrive' && (
        <ConfirmDialog
          title="Redrive this execution?"
          action="Redrive"
          onClose={close}
          onDone={onChange}
          run={() =>
            operatorApi.call('RedriveExecution', { executionArn, clientToken: clientToken.current }, Anything)
          }
        >
          Resumes at the failed state with fresh retries. Succeeded states don't rerun.
        </ConfirmDialog>
      )}
    </>
  );
}
