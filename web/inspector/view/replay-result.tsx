import Alert from '@cloudscape-design/components/alert';
import type { ReplayOutcome } from '../model/replay.ts';
import styles from './replay-result.module.css';

interface ReplayResultProps {
  readonly outcome: ReplayOutcome;
  /** The definition's name, such as `the current definition`. */
  readonly against: string;
  readonly onDismiss: () => void;
}

/** The result of a replay. */
export function ReplayResult({ outcome, against, onDismiss }: ReplayResultProps) {
  const common = { dismissible: true, dismissAriaLabel: 'Dismiss replay result', onDismiss };
  switch (outcome.kind) {
    case 'same':
      return (
        <Alert {...common} type="success" header="No difference">
          {`All ${outcome.events} events match ${against}.`}
        </Alert>
      );
    case 'diverged': {
      const { eventId, state, meaning } = outcome.divergence;
      const where = state === undefined ? '' : ` (${state})`;
      return (
        <Alert {...common} type="warning" header={`Diverges at event ${eventId}${where}: ${meaning}`}>
          {eventId > 1 && (
            <p>{`${eventId === 2 ? 'Event 1 matches' : `Events 1–${eventId - 1} match`} ${against}.`}</p>
          )}
          <pre className={styles.explanation}>{outcome.explanation}</pre>
        </Alert>
      );
    }
    case 'impossible':
      return (
        <Alert {...common} type="error" header="Couldn't replay">
          {outcome.reason}
        </Alert>
      );
  }
}
