import type { Reason } from '#contracts/common.ts';
import { Button } from '#web/ui/button.tsx';
import { Spinner } from '#web/ui/loading.tsx';
import type { UploadedMask } from '../canvas/uploaded-mask.ts';

import type { Submission } from '../state/use-submission.ts';
import { Coverage } from './coverage.tsx';
import styles from './submit-panel.module.css';
import { UploadedMaskChoice } from './uploaded-mask-choice.tsx';

interface SubmitPanelProps {
  readonly coverage: number;
  readonly problem: Reason | undefined;
  readonly uploaded: UploadedMask | undefined;
  readonly phase: Submission['phase'];
  /** True while the decoder works on the newest clicks. */
  readonly isBusy: boolean;
  readonly canClear: boolean;
  readonly onSubmit: () => void;
  readonly onClear: () => void;
  readonly onFile: (file: File) => void;
  /** Returns to the drawing. */
  readonly onDiscard: () => void;
}

export function SubmitPanel(props: SubmitPanelProps) {
  const { coverage, problem, uploaded, phase, isBusy, canClear } = props;
  return (
    <div className={styles.panel}>
      {uploaded && <p className={styles.file}>Your mask: {uploaded.file.name}</p>}
      <Coverage percent={coverage} problem={problem?.message} />
      <Button
        kind="main"
        className={styles.submit}
        busy={phase === 'sending' || phase === 'sent'}
        disabled={problem !== undefined || isBusy}
        onClick={props.onSubmit}
      >
        <SubmitLabel phase={phase} />
      </Button>
      <div className={styles.others}>
        {uploaded ? (
          <Button kind="quiet" onClick={props.onDiscard}>
            Discard mask
          </Button>
        ) : (
          <Button kind="quiet" disabled={!canClear} onClick={props.onClear}>
            Start over
          </Button>
        )}
        <UploadedMaskChoice onFile={props.onFile} />
      </div>
    </div>
  );
}

function SubmitLabel({ phase }: Pick<SubmitPanelProps, 'phase'>) {
  switch (phase) {
    case 'open':
    case 'failed':
      return 'Make the 3D model';
    case 'sending':
      return (
        <>
          <Spinner /> Sending the selection…
        </>
      );
    case 'sent':
      return (
        <>
          <Spinner /> Checking the selection…
        </>
      );
  }
}
