import { Link } from 'wouter';
import { hasEnded } from '#client/session.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Progress } from '#web/ui/progress.tsx';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { mayRedo } from '../actions/may-redo.ts';
import { useActions } from '../actions/use-actions.ts';
import { momentLabel, sessionLabel } from '../labels.ts';
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
  const { job_id, status, created_at, progress, reason, thumbnail_url } = session;
  const actions = useActions(job_id, () => onDeleted(job_id));
  const when = momentLabel(created_at);
  return (
    <li className={styles.card}>
      <Link href={`/sessions/${job_id}`} className={styles.link}>
        <Thumbnail jobId={job_id} url={thumbnail_url} />
        <span className={styles.facts}>
          <Badge kind={badges[status]}>{sessionLabel(session)}</Badge>
          <time dateTime={created_at} className={styles.time}>
            {when}
          </time>
        </span>
      </Link>
      {status === 'processing' && <Progress value={progress} label={`Progress of the model from ${when}`} />}
      {status === 'failed' && reason !== undefined && <p className={styles.reason}>{reason.message}</p>}
      {actions.error !== undefined && (
        <p role="alert" className={styles.error}>
          {actions.error}
        </p>
      )}
      <div className={styles.buttons}>
        {status === 'failed' && mayRedo(session) && (
          <Button kind="quiet" busy={actions.busy} onClick={actions.redo}>
            <Icon name="repeat" />
            Redo
          </Button>
        )}
        <Button kind="quiet" label={`Delete the model from ${when}`} onClick={actions.askToDelete}>
          <Icon name="trash" />
        </Button>
      </div>
      {actions.confirming && <DeleteDialog running={!hasEnded(session)} actions={actions} />}
    </li>
  );
}
