import { Button } from '#web/ui/button.tsx';
import { Spinner } from '#web/ui/loading.tsx';
import type { OwnMask } from '../canvas/own-mask.ts';
import type { Reason } from '../model/reason.ts';
import type { Submission } from '../state/use-submission.ts';
import { Coverage } from './coverage.tsx';
import { OwnMaskChoice } from './own-mask-choice.tsx';
import styles from './submit-panel.module.css';

interface SubmitPanelProps {
  readonly coverage: number;
  readonly problem: Reason | undefined;
  readonly own: OwnMask | undefined;
  readonly phase: Submission['phase'];
  /** The selection shown is about to change. */
  readonly isBusy: boolean;
  readonly canClear: boolean;
  readonly onSubmit: () => void;
  readonly onClear: () => void;
  readonly onFile: (file: File) => void;
  /** Back to the drawing. */
  readonly onDropOwn: () => void;
}

export function SubmitPanel(props: SubmitPanelProps) {
  const { coverage, problem, own, phase, isBusy, canClear } = props;
  return (
    <div className={styles.panel}>
      {own && <p className={styles.own}>Your own mask: {own.file.name}</p>}
      <Coverage percent={coverage} problem={problem?.message} />
      <Button
        kind="main"
        className={styles.submit}
        busy={phase === 'sending' || phase === 'sent'}
        disabled={problem !== undefined || isBusy}
        onClick={props.onSubmit}
      >
        <SubmitWords phase={phase} />
      </Button>
      <div className={styles.others}>
        {own ? (
          <Button kind="quiet" onClick={props.onDropOwn}>
            Back to my drawing
          </Button>
        ) : (
          <Button kind="quiet" disabled={!canClear} onClick={props.onClear}>
            Start over
          </Button>
        )}
        <OwnMaskChoice onFile={props.onFile} />
      </div>
    </div>
  );
}

function SubmitWords({ phase }: Pick<SubmitPanelProps, 'phase'>) {
  switch (phase) {
    case 'open':
    case 'failed':
      return 'Make the 3D model';
    case 'sending':
      return (
        <>
          <Spinner /> Sending the selection …
        </>
      );
    case 'sent':
      return (
        <>
          <Spinner /> Checking the selection …
        </>
      );
  }
}
