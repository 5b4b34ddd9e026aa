import { useState } from 'react';
import { errorMessage } from '#web/api/error-message.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { ConnectionNotice } from '../connection-notice.tsx';
import { SessionCard } from './session-card.tsx';
import styles from './session-list.module.css';
import { type Sessions, useSessions } from './use-sessions.ts';

export function SessionList() {
  const list = useSessions();
  const [deleted, setDeleted] = useState<ReadonlySet<string>>(new Set());
  const sessions = list.sessions?.filter(({ job_id }) => !deleted.has(job_id));
  const remove = (jobId: string) => {
    setDeleted((before) => new Set([...before, jobId]));
    list.refresh();
  };
  return (
    <section aria-labelledby="my-models" className={styles.section}>
      <h2 id="my-models">Your models</h2>
      <ListNotices list={list} />
      {sessions === undefined && list.failure === undefined && <Skeleton />}
      {sessions?.length === 0 && (
        <p className={styles.empty}>No models yet. Choose a photo above to make your first.</p>
      )}
      {sessions !== undefined && sessions.length > 0 && (
        <ul className={styles.grid}>
          {sessions.map((session) => (
            <SessionCard key={session.job_id} session={session} onDeleted={remove} />
          ))}
        </ul>
      )}
      {list.showOlder !== undefined && (
        <Button onClick={list.showOlder} className={styles.more}>
          Show older
        </Button>
      )}
    </section>
  );
}

function ListNotices({ list }: { list: Sessions }) {
  const { trouble, failure, olderError } = list;
  if (failure !== undefined) {
    return (
      <Notice kind="error" title="Couldn't load your models">
        <p>{errorMessage(failure)}</p>
        <Button onClick={list.refresh}>Try again</Button>
      </Notice>
    );
  }
  return (
    <>
      <ConnectionNotice trouble={trouble} />
      {olderError !== null && <Notice kind="error" title={errorMessage(olderError)} />}
    </>
  );
}

/** Shown until the list is loaded. */
function Skeleton() {
  return (
    <div className={styles.grid} role="status" aria-label="Loading your models">
      <span className={styles.skeleton} />
      <span className={styles.skeleton} />
      <span className={styles.skeleton} />
    </div>
  );
}
