import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';

interface ConfirmDialogProps {
  readonly title: string;
  /** Label of the button. */
  readonly action: string;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly run: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before an action on an execution. If the action fails, the dialog shows the error and stays open. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, children, disabled = false, run, onDone, onClose } = props;
  const [state, setState] = useState<'open' | 'busy' | Error>('open');
  const act = async () => {
    setState('busy');
    try {
      await run();
      onDone();
      onClose();
    } catch (error) {
      setState(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={disabled}
              loading={state === 'busy'}
              loadingText="Working"
              onClick={() => void act()}
            >
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {state instanceof Error && (
          <Alert type="error" header={`${action} failed`}>
            {state.message}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
