import RadioGroup from '@cloudscape-design/components/radio-group';
import { useState } from 'react';
import { isJson } from '#state-machines/asl/json.ts';
import { useOperatorApi } from '../api/context.tsx';
import { Anything } from '../api/shapes.ts';
import type { TokenWait } from '../model/waits.ts';
import { type Answer, FailureFields, MaskFields, OutputField } from './answer-fields.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface AnswerDialogProps {
  readonly wait: TokenWait;
  readonly execution: string;
  readonly onAnswered: () => void;
  readonly onClose: () => void;
}

const kinds = [
  { value: 'mask', label: 'Submit a mask' },
  { value: 'success', label: 'Send success' },
  { value: 'failure', label: 'Send failure' },
] as const;

/** Completes a waiting task: with a mask, as the session's owner would, or with its task token. */
export function AnswerDialog({ wait, execution, onAnswered, onClose }: AnswerDialogProps) {
  const operatorApi = useOperatorApi();
  const offered = kinds.filter(({ value }) => value !== 'mask' || wait.wantsMask);
  const [answer, setAnswer] = useState<Answer>({
    kind: wait.wantsMask ? 'mask' : 'success',
    mask: undefined,
    quality: 'high',
    output: '{}',
    error: '',
    cause: '',
  });
  const change = (changes: Partial<Answer>) => setAnswer({ ...answer, ...changes });
  const send = async () => {
    const { kind, mask, quality, output, error, cause } = answer;
    if (kind === 'mask' && mask !== undefined) return operatorApi.submitMask(execution, mask, quality);
    const taskToken = wait.token;
    return kind === 'success'
      ? operatorApi.call('SendTaskSuccess', { taskToken, output }, Anything)
      : operatorApi.call(
          'SendTaskFailure',
          { taskToken, ...(error && { error }), ...(cause && { cause }) },
          Anything,
        );
  };
  return (
    <ConfirmDialog
      title={`Complete ${wait.visit.state}`}
      action="Send"
      disabled={!isReady(answer)}
      run={send}
      onDone={onAnswered}
      onClose={onClose}
    >
      {offered.length > 1 && (
        <RadioGroup
          ariaLabel="Answer"
          items={wait.token === undefined ? [kinds[0]] : [...offered]}
          value={answer.kind}
          onChange={({ detail }) => {
            const kind = kinds.find(({ value }) => value === detail.value)?.value;
            if (kind !== undefined) change({ kind });
          }}
        />
      )}
      {answer.kind === 'mask' && <MaskFields answer={answer} onChange={change} />}
      {answer.kind === 'success' && <OutputField answer={answer} onChange={change} />}
      {answer.kind === 'failure' && <FailureFields answer={answer} onChange={change} />}
    </ConfirmDialog>
  );
}

function isReady({ kind, mask, output }: Answer): boolean {
  if (kind === 'mask') return mask !== undefined;
  return kind === 'failure' || isJson(output);
}
