import { Link } from 'wouter';
import { hasEnded } from '#client/session.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Progress } from '#web/ui/progress.tsx';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { useActions } from '../actions/use-actions.ts';
import { momentWords, sessionWords } from '../words.ts';
import styles from './session-card.module.css';
import { Thumbnail } from './thumbnail.tsx';
import type { Summary } from './use-sessions.ts';

const badges = {
  processing: 'info',
  awaiting_mask: 'info',
  completed: 'good',
  failed: 'bad',
  cancelled: 'plain',
} as const;

interface SessionCardProps {
  readonly session: Summary;
  readonly onDeleted: (jobId: string) => void;
}

export function SessionCard({ session, onDeleted }: SessionCardProps) {
  const { job_id, status, created_at, progress, reason } = session;
  const actions = useActions(job_id, () => onDeleted(job_id));
  const when = momentWords(created_at);
  return (
    <li className={styles.card}>
      <Link href={`/sessions/${job_id}`} className={styles.link}>
        <Thumbnail jobId={job_id} />
        <span className={styles.facts}>
          <Badge kind={badges[status]}>{sessionWords(session)}</Badge>
          <time dateTime={created_at} className={styles.time}>
            {when}
          </time>
        </span>
      </Link>
      {status === 'processing' && <Progress value={progress} label={`Progress of ${when}`} />}
      {status === 'failed' && reason !== undefined && <p className={styles.reason}>{reason.message}</p>}
      {actions.problem !== undefined && (
        <p role="alert" className={styles.problem}>
          {actions.problem}
        </p>
      )}
      <div className={styles.buttons}>
        {status === 'failed' && (
          <Button kind="quiet" busy={actions.busy} onClick={actions.tryAgain}>
            <Icon name="repeat" />
            Try again
          </Button>
        )}
        <Button kind="quiet" label={`Delete the model of ${when}`} onClick={actions.askToDelete}>
          <Icon name="trash" />
        </Button>
      </div>
      {actions.asking && <DeleteDialog running={!hasEnded(session)} actions={actions} />}
    </li>
  );
}
