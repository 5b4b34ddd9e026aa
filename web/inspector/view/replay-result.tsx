import Alert from '@cloudscape-design/components/alert';
import type { ReplayOutcome } from '../model/replay.ts';
import styles from './replay-result.module.css';

interface ReplayResultProps {
  readonly outcome: ReplayOutcome;
  /** What it was held against: `the current definition`. */
  readonly against: string;
  readonly onDismiss: () => void;
}

/** What a replay has shown, in words. */
export function ReplayResult({ outcome, against, onDismiss }: ReplayResultProps) {
  const common = { dismissible: true, dismissAriaLabel: 'Close the result of the replay', onDismiss };
  switch (outcome.kind) {
    case 'same':
      return (
        <Alert {...common} type="success" header="It would run the same">
          {`All ${outcome.events} events are what ${against} would do.`}
        </Alert>
      );
    case 'diverged': {
      const { eventId, state, meaning } = outcome.divergence;
      const where = state === undefined ? '' : `, in ${state}`;
      return (
        <Alert {...common} type="warning" header={`It would part at event ${eventId}${where}: ${meaning}`}>
          <p>{`Up to there the run and ${against} agree. Then:`}</p>
          <pre className={styles.words}>{outcome.explanation}</pre>
        </Alert>
      );
    }
    case 'impossible':
      return (
        <Alert {...common} type="error" header="It could not be replayed">
          {outcome.reason}
        </Alert>
      );
  }
}
