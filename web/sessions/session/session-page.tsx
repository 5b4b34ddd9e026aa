import { Link } from 'wouter';
import { hasEnded } from '#client/session.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { useClient } from '#web/api/client.tsx';
import { errorMessage, isMissing } from '#web/api/error-message.ts';
import { usePolling } from '#web/api/polling.ts';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { useTitle } from '#web/ui/use-title.ts';
import { ConnectionNotice } from '../connection-notice.tsx';
import { sessionLabel } from '../labels.ts';
import styles from './session-page.module.css';
import { SessionView } from './session-view.tsx';

interface SessionPageProps {
  readonly jobId: string;
  readonly maskLimits: MaskLimits | undefined;
}

/** One session, from the photo to the model. The status on the server decides what it shows. */
export function SessionPage({ jobId, maskLimits }: SessionPageProps) {
  const client = useClient();
  const { value, trouble, failure, refresh } = usePolling({
    queryKey: ['session', jobId],
    read: (signal) => client.status(jobId, { signal }),
    done: hasEnded,
    stamp: ({ updated_at }) => updated_at,
    idle: ({ status }) => status === 'awaiting_mask',
  });
  useTitle(value === undefined ? 'Your model' : sessionLabel(value));
  return (
    <div className={styles.page}>
      <Link href="/" className={styles.back}>
        ← All models
      </Link>
      <ConnectionNotice trouble={trouble} />
      {failure !== undefined ? (
        <Failure failure={failure} onRetry={refresh} />
      ) : value === undefined ? (
        <Loading what="your model" />
      ) : (
        <SessionView status={value} maskLimits={maskLimits} onChange={refresh} />
      )}
    </div>
  );
}

function Failure({ failure, onRetry }: { failure: Error; onRetry: () => void }) {
  if (isMissing(failure)) {
    return (
      <Notice kind="error" title="Model not found">
        <p>It may have been deleted or belong to another account.</p>
        <Link href="/">Go to your models</Link>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title="Couldn't load this model">
      <p>{errorMessage(failure)}</p>
      <Button onClick={onRetry}>Try again</Button>
    </Notice>
  );
}
