import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Link } from 'wouter';
import { DoorError } from './api/door.ts';

/** What the door, or the way to it, refused, and what to do. */
export function RefusalText({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const code = error instanceof DoorError ? error.code : undefined;
  if (code === 'NotAnOperator' || code === 'NoDoor') {
    return (
      <Alert type="info" header={code === 'NoDoor' ? 'No runs to show here' : 'For operators'}>
        <p>{error.message}</p>
        <p>
          A recorded history can be <Link href="/runs/file">opened from a file</Link> by anybody.
        </p>
      </Alert>
    );
  }
  return (
    <Alert
      type="error"
      header="The runs could not be read"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </Alert>
  );
}
