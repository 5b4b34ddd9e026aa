import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { durationText, timeText } from '../model/format.ts';
import type { TokenWait } from '../model/waits.ts';
import { AnswerDialog } from './answer-dialog.tsx';

interface WaitNoticeProps {
  readonly wait: TokenWait;
  readonly execution: string;
  readonly now: number;
  readonly onAnswered: () => void;
}

/** Shows a waiting task and its timeout, and lets an operator answer it. */
export function WaitNotice({ wait, execution, now, onAnswered }: WaitNoticeProps) {
  const [open, setOpen] = useState(false);
  const { visit, since, until, wantsMask, token } = wait;
  const answerable = wantsMask || token !== undefined;
  return (
    <>
      <Alert
        type="info"
        header={wantsMask ? 'Waiting for a mask' : `${visit.state} is waiting for its task token`}
        action={
          answerable && (
            <Button onClick={() => setOpen(true)}>{wantsMask ? 'Submit mask' : 'Send answer'}</Button>
          )
        }
      >
        {`Waiting ${durationText(now - since)} (since ${timeText(since)}). `}
        {until === undefined
          ? 'No timeout.'
          : `Times out in ${durationText(until - now)} (${timeText(until)}).`}
      </Alert>
      {open && (
        <AnswerDialog
          wait={wait}
          execution={execution}
          onClose={() => setOpen(false)}
          onAnswered={onAnswered}
        />
      )}
    </>
  );
}
