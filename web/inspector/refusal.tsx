import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Link } from 'wouter';
import { OperatorApiError } from './api/operator-api.ts';

/** Says why loading failed, and what to do. */
export function RefusalText({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const code = error instanceof OperatorApiError ? error.code : undefined;
  if (code === 'NotAnOperator' || code === 'NoOperatorApi') {
    return (
      <Alert type="info" header={code === 'NoOperatorApi' ? 'No executions here' : 'For operators'}>
        <p>{error.message}</p>
        <p>
          You can <Link href="/runs/file">open a history file</Link> without operator access.
        </p>
      </Alert>
    );
  }
  return (
    <Alert
      type="error"
      header="Couldn't load executions"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </Alert>
  );
}
