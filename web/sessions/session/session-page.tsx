import { useMemo } from 'react';
import { Link } from 'wouter';
import { hasEnded } from '#client/session.ts';
import type { Polled } from '#client/wait.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { useClient } from '#web/api/client.tsx';
import { isMissing, problemOf } from '#web/api/problem.ts';
import { useWatch } from '#web/api/use-watch.ts';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { useTitle } from '#web/ui/use-title.ts';
import { ConnectionNotice } from '../connection-notice.tsx';
import { sessionWords } from '../words.ts';
import styles from './session-page.module.css';
import { SessionView } from './session-view.tsx';

/** One session, from the photo to the model. What one sees follows what the server says. */
export function SessionPage({ jobId }: { jobId: string }) {
  const client = useClient();
  const polled = useMemo(
    (): Polled<StatusResponse> => ({
      read: (signal) => client.status(jobId, signal === undefined ? {} : { signal }),
      done: hasEnded,
      stamp: ({ updated_at }) => updated_at,
      idle: ({ status }) => status === 'awaiting_mask',
    }),
    [client, jobId],
  );
  const { value, trouble, failure, again } = useWatch(polled);
  useTitle(value === undefined ? 'Your model' : sessionWords(value));
  return (
    <div className={styles.page}>
      <Link href="/" className={styles.back}>
        ← All models
      </Link>
      <ConnectionNotice trouble={trouble} />
      {failure !== undefined ? (
        <Failure failure={failure} onAgain={again} />
      ) : value === undefined ? (
        <Loading what="your model" />
      ) : (
        <SessionView status={value} onChange={again} />
      )}
    </div>
  );
}

function Failure({ failure, onAgain }: { failure: Error; onAgain: () => void }) {
  if (isMissing(failure)) {
    return (
      <Notice kind="error" title="There is no such model">
        <p>It may have been deleted, or it belongs to another account.</p>
        <Link href="/">Go to your models</Link>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title="This model cannot be shown">
      <p>{problemOf(failure)}</p>
      <Button onClick={onAgain}>Try again</Button>
    </Notice>
  );
}
