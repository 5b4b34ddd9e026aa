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

/** Says which token is awaited, since when and until when, and lets it be answered. */
export function WaitNotice({ wait, execution, now, onAnswered }: WaitNoticeProps) {
  const [open, setOpen] = useState(false);
  const { visit, since, until, wantsMask, token } = wait;
  const answerable = wantsMask || token !== undefined;
  return (
    <>
      <Alert
        type="info"
        header={wantsMask ? 'Waits for its mask' : `${visit.state} waits for its task token`}
        action={
          answerable && <Button onClick={() => setOpen(true)}>{wantsMask ? 'Give a mask' : 'Answer'}</Button>
        }
      >
        {`Since ${timeText(since)}, for ${durationText(now - since)}. `}
        {until === undefined
          ? 'It waits without end.'
          : `It times out at ${timeText(until)}, in ${durationText(until - now)}.`}
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
