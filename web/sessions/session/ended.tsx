import { Link, useLocation } from 'wouter';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { useActions } from '../actions/use-actions.ts';
import styles from './ended.module.css';

/** A session that ended without a model: why, and what one can do. */
export function Ended({ status }: { status: StatusResponse }) {
  const [, navigate] = useLocation();
  const actions = useActions(status.job_id, () => navigate('/', { replace: true }));
  if (status.status === 'cancelled') {
    return (
      <Notice kind="info" title="This model was deleted">
        <p>Its photo, selection and files are gone.</p>
        <Link href="/">Make another one</Link>
      </Notice>
    );
  }
  return (
    <div className={styles.ended}>
      <h1>This did not work</h1>
      <Notice kind="error">
        <p>{status.reason?.message ?? 'Something failed on our side.'}</p>
      </Notice>
      {actions.problem !== undefined && <Notice kind="error" title={actions.problem} />}
      <div className={styles.buttons}>
        <Button kind="main" busy={actions.busy} onClick={actions.tryAgain}>
          <Icon name="repeat" />
          Try again with this photo
        </Button>
        <Button onClick={() => navigate('/')}>Choose another photo</Button>
        <Button kind="quiet" onClick={actions.askToDelete}>
          <Icon name="trash" />
          Delete
        </Button>
      </div>
      {actions.asking && <DeleteDialog running={false} actions={actions} />}
    </div>
  );
}
