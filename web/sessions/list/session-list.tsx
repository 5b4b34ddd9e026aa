import { useState } from 'react';
import { problemOf } from '#web/api/problem.ts';
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
    list.again();
  };
  return (
    <section aria-labelledby="my-models" className={styles.section}>
      <h2 id="my-models">Your models</h2>
      <Trouble list={list} />
      {sessions === undefined && list.failure === undefined && <Skeleton />}
      {sessions?.length === 0 && (
        <p className={styles.empty}>None yet. The first one is made from the photo that you choose above.</p>
      )}
      {sessions !== undefined && sessions.length > 0 && (
        <ul className={styles.grid}>
          {sessions.map((session) => (
            <SessionCard key={session.job_id} session={session} onDeleted={remove} />
          ))}
        </ul>
      )}
      {list.more !== undefined && (
        <Button onClick={list.more} className={styles.more}>
          Show older ones
        </Button>
      )}
    </section>
  );
}

function Trouble({ list }: { list: Sessions }) {
  const { trouble, failure, moreProblem } = list;
  if (failure !== undefined) {
    return (
      <Notice kind="error" title="Your models cannot be shown">
        <p>{problemOf(failure)}</p>
        <Button onClick={list.again}>Try again</Button>
      </Notice>
    );
  }
  return (
    <>
      <ConnectionNotice trouble={trouble} />
      {moreProblem !== undefined && <Notice kind="error" title={moreProblem} />}
    </>
  );
}

/** Keeps the place of the list until it is there. */
function Skeleton() {
  return (
    <div className={styles.grid} role="status" aria-label="Loading your models">
      <span className={styles.skeleton} />
      <span className={styles.skeleton} />
      <span className={styles.skeleton} />
    </div>
  );
}
