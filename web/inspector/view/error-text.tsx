import Alert from '@cloudscape-design/components/alert';
import type { Failure } from '../model/events.ts';
import { prettyJson } from '../model/format.ts';
import styles from './error-text.module.css';

/** An error and its cause, in full. */
export function ErrorText({ failure, caught }: { failure: Omit<Failure, 'eventId'>; caught: boolean }) {
  return (
    <Alert type={caught ? 'warning' : 'error'} header={failure.error ?? 'Unnamed error'}>
      <div className={styles.cause}>{prettyJson(failure.cause ?? 'No cause given.')}</div>
    </Alert>
  );
}
