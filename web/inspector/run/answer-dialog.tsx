import RadioGroup from '@cloudscape-design/components/radio-group';
import { useState } from 'react';
import { isJson } from '#state-machines/asl/json.ts';
import { useDoor } from '../api/context.tsx';
import { Anything } from '../api/shapes.ts';
import type { TokenWait } from '../model/waits.ts';
import { FailureFields, MaskFields, OutputField } from './answer-fields.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface AnswerDialogProps {
  readonly wait: TokenWait;
  readonly execution: string;
  readonly onAnswered: () => void;
  readonly onClose: () => void;
}

/** What an operator has filled in. */
export interface Answer {
  readonly way: 'mask' | 'success' | 'failure';
  readonly mask: File | undefined;
  readonly quality: string;
  readonly output: string;
  readonly error: string;
  readonly cause: string;
}

const ways = [
  { value: 'mask', label: 'With a mask of my own' },
  { value: 'success', label: 'With a result' },
  { value: 'failure', label: 'With an error' },
] as const;

/** Answers a task token: with a mask as the session's owner would, or as its task would. */
export function AnswerDialog({ wait, execution, onAnswered, onClose }: AnswerDialogProps) {
  const door = useDoor();
  const offered = ways.filter(({ value }) => value !== 'mask' || wait.wantsMask);
  const [answer, setAnswer] = useState<Answer>({
    way: wait.wantsMask ? 'mask' : 'success',
    mask: undefined,
    quality: 'high',
    output: '{}',
    error: '',
    cause: '',
  });
  const change = (changes: Partial<Answer>) => setAnswer({ ...answer, ...changes });
  const send = async () => {
    const { way, mask, quality, output, error, cause } = answer;
    if (way === 'mask' && mask !== undefined) return door.giveMask(execution, mask, quality);
    const taskToken = wait.token;
    return way === 'success'
      ? door.call('SendTaskSuccess', { taskToken, output }, Anything)
      : door.call(
          'SendTaskFailure',
          { taskToken, ...(error && { error }), ...(cause && { cause }) },
          Anything,
        );
  };
  return (
    <ConfirmDialog
      title={`Answer ${wait.visit.state}`}
      action={answer.way === 'failure' ? 'Fail the task' : 'Answer'}
      disabled={!isReady(answer)}
      run={send}
      onDone={onAnswered}
      onClose={onClose}
    >
      {offered.length > 1 && (
        <RadioGroup
          ariaLabel="How to answer"
          items={wait.token === undefined ? [ways[0]] : [...offered]}
          value={answer.way}
          onChange={({ detail }) => {
            const way = ways.find(({ value }) => value === detail.value)?.value;
            if (way !== undefined) change({ way });
          }}
        />
      )}
      {answer.way === 'mask' && <MaskFields answer={answer} onChange={change} />}
      {answer.way === 'success' && <OutputField answer={answer} onChange={change} />}
      {answer.way === 'failure' && <FailureFields answer={answer} onChange={change} />}
    </ConfirmDialog>
  );
}

function isReady({ way, mask, output }: Answer): boolean {
  if (way === 'mask') return mask !== undefined;
  return way === 'failure' || isJson(output);
}
