import { Link, useLocation } from 'wouter';
import type { StatusResponse } from '#contracts/api.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { mayRedo } from '../actions/may-redo.ts';
import { useActions } from '../actions/use-actions.ts';
import styles from './ended.module.css';

/** A session that ended without a model: why, and what to do. */
export function Ended({ status }: { status: StatusResponse }) {
  const [, navigate] = useLocation();
  const actions = useActions(status.job_id, () => navigate('/', { replace: true }));
  const redoable = mayRedo(status);
  if (status.status === 'cancelled') {
    return (
      <Notice kind="info" title="This model was deleted">
        <p>Its photo, selection and model are gone.</p>
        <Link href="/">New model</Link>
      </Notice>
    );
  }
  return (
    <div className={styles.ended}>
      <h1>We couldn't make this model</h1>
      <Notice kind="error">
        <p>{status.reason?.message ?? 'Something went wrong on our side.'}</p>
      </Notice>
      {actions.error !== undefined && <Notice kind="error" title={actions.error} />}
      <div className={styles.buttons}>
        {redoable && (
          <Button kind="main" busy={actions.busy} onClick={actions.redo}>
            <Icon name="repeat" />
            Redo with this photo
          </Button>
        )}
        <Button kind={redoable ? 'plain' : 'main'} onClick={() => navigate('/')}>
          Choose another photo
        </Button>
        <Button kind="quiet" onClick={actions.askToDelete}>
          <Icon name="trash" />
          Delete
        </Button>
      </div>
      {actions.confirming && <DeleteDialog running={false} actions={actions} />}
    </div>
  );
}
