import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useOperatorApi } from '../api/context.tsx';
import { Anything } from '../api/shapes.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface StopDialogProps {
  readonly executionArn: string;
  readonly onStopped: () => void;
  readonly onClose: () => void;
}

export function StopDialog({ executionArn, onStopped, onClose }: StopDialogProps) {
  const operatorApi = useOperatorApi();
  const [error, setError] = useState('');
  const [cause, setCause] = useState('');
  const input = { executionArn, ...(error && { error }), ...(cause && { cause }) };
  return (
    <ConfirmDialog
      title="Stop this execution?"
      action="Stop"
      onClose={onClose}
      onDone={onStopped}
      run={() => operatorApi.call('StopExecution', input, Anything)}
    >
      <p>The session fails and its owner is emailed. You can redrive it.</p>
      <FormField label="Error (optional)">
        <Input value={error} onChange={({ detail }) => setError(detail.value)} />
      </FormField>
      <FormField label="Cause (optional)">
        <Textarea value={cause} rows={2} onChange={({ detail }) => setCause(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}
