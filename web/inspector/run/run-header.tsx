import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { useDoor } from '../api/context.tsx';
import { Anything, type Described } from '../api/shapes.ts';
import { HistoryMenu } from '../view/history-menu.tsx';
import { ReplayMenu } from '../view/replay-menu.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';

interface RunHeaderProps {
  readonly described: Described;
  readonly history: readonly HistoryEvent[];
  readonly replaying: boolean;
  readonly onReplay: () => void;
  readonly onReplayAgainst: (definition: string, name: string) => void;
  /** Something was done to the run. */
  readonly onChange: () => void;
}

/** The name of a run, and what can be done with it. */
export function RunHeader(props: RunHeaderProps) {
  const { described, history, onChange } = props;
  const door = useDoor();
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
                disabledReason={redriveStatusReason ?? 'It cannot be redriven.'}
                onClick={() => {
                  // The same for every attempt to send it: one click is one redrive.
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
          title="Redrive this run?"
          action="Redrive"
          onClose={close}
          onDone={onChange}
          run={() =>
            door.call('RedriveExecution', { executionArn, clientToken: clientToken.current }, Anything)
          }
        >
          It goes on from the state that failed, with fresh retries. What has succeeded is not done again.
        </ConfirmDialog>
      )}
    </>
  );
}
