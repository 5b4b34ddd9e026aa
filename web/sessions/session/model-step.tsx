import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { useClient } from '#web/api/client.tsx';
import { problemOf } from '#web/api/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ModelFiles } from '#web/viewer/load/files.ts';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { useActions } from '../actions/use-actions.ts';
import { momentWords } from '../words.ts';
import { modelFiles } from './model-files.ts';
import styles from './model-step.module.css';

const ModelViewer = lazy(async () => ({ default: (await import('#web/viewer/index.ts')).ModelViewer }));

/** The finished model. */
export function ModelStep({ status }: { status: StatusResponse }) {
  const { files, failure, again } = useFiles(status.job_id);
  return (
    <div className={styles.step}>
      <h1>Your model is ready</h1>
      {failure !== undefined && (
        <Notice kind="error" title="The model cannot be fetched">
          <p>{problemOf(failure)}</p>
          <Button onClick={again}>Try again</Button>
        </Notice>
      )}
      {failure === undefined && (
        <div className={styles.viewer}>
          <Suspense fallback={<Loading what="the viewer" />}>
            {files === undefined ? (
              <Loading what="your model" />
            ) : (
              <ModelViewer files={files} name={`gen3d-${status.created_at.slice(0, 10)}`} />
            )}
          </Suspense>
        </div>
      )}
      <Facts status={status} />
      <After status={status} />
    </div>
  );
}

function Facts({ status }: { status: StatusResponse }) {
  const { mesh_stats, model, created_at, mail } = status;
  return (
    <p className={styles.facts}>
      {momentWords(created_at)}
      {mesh_stats !== undefined && ` · ${mesh_stats.num_points.toLocaleString('en-GB')} points`}
      {model?.preview && ' · by the preview model, which only guesses the shape'}
      {mail === 'failed' && ' · the mail about it could not be sent'}
    </p>
  );
}

function After({ status }: { status: StatusResponse }) {
  const [, navigate] = useLocation();
  const actions = useActions(status.job_id, () => navigate('/', { replace: true }));
  return (
    <>
      {actions.problem !== undefined && <Notice kind="error" title={actions.problem} />}
      <div className={styles.buttons}>
        <Button onClick={() => navigate('/')}>
          <Icon name="photo" />
          Make another one
        </Button>
        <Button kind="quiet" busy={actions.busy} onClick={actions.tryAgain}>
          <Icon name="repeat" />
          Try again with this photo
        </Button>
        <Button kind="quiet" onClick={actions.askToDelete}>
          <Icon name="trash" />
          Delete
        </Button>
      </div>
      {actions.asking && <DeleteDialog running={false} actions={actions} />}
    </>
  );
}

function useFiles(jobId: string) {
  const client = useClient();
  const [state, setState] = useState<{ files?: ModelFiles; failure?: Error }>({});
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks anew.
  useEffect(() => {
    const stop = new AbortController();
    setState({});
    client.result(jobId, { signal: stop.signal }).then(
      (result) => setState(result.files.mesh === undefined ? {} : { files: modelFiles(client, result) }),
      (failure: Error) => {
        if (!stop.signal.aborted) setState({ failure });
      },
    );
    return () => stop.abort();
  }, [client, jobId, round]);
  return { ...state, again: () => setRound((count) => count + 1) };
}
