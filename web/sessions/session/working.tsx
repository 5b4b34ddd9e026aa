import { useEffect, useState } from 'react';
import { waitsForInstance } from '#client/instance-start.ts';
import type { StatusResponse } from '#contracts/api.ts';
import type { Stage } from '#contracts/common.ts';
import { Progress } from '#web/ui/progress.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { sessionLabel } from '../labels.ts';
import { usePreparedPhoto, useUploadedFile } from '../photos.ts';
import { PhotoTile, UploadPicture } from '../upload-picture.tsx';
import styles from './working.module.css';

const quick = 'This takes a few seconds.';
const building = 'This takes about a minute.';
const leave = "You can close this page. We'll email you when your model is ready.";
const comeBack = 'You can close this page and come back later to select the object.';

const explanations: Readonly<Record<Stage, string>> = {
  starting: quick,
  validating: quick,
  embedding: `${quick} Then you select the object.`,
  awaiting_mask: '',
  validating_mask: quick,
  reconstructing: `${building} ${leave}`,
  notifying: quick,
  done: '',
};

const slow = "You're in the queue. Starting a GPU can take up to 10 minutes.";
/** While the session waits for an instance. */
const waiting: Partial<Record<Stage, string>> = {
  embedding: `${slow} ${comeBack}`,
  reconstructing: `${slow} ${leave}`,
};

/** The service is working; the user has nothing to do. */
export function Working({ status }: { status: StatusResponse }) {
  const { stage, progress } = status;
  useClock();
  return (
    <div className={styles.working}>
      <div className={styles.frame}>
        <Photo status={status} />
      </div>
      <div className={styles.side}>
        <h1>{sessionLabel(status)}…</h1>
        <Progress value={progress} label="Progress" />
        <p role="status">{(waitsForInstance(status) && waiting[stage]) || explanations[stage]}</p>
      </div>
    </div>
  );
}

const preparing = 'Preparing the photo';

/** The photo as far as it can be shown: the prepared one, else the user's file, else a tile. */
function Photo({ status: { job_id, image_size } }: { status: StatusResponse }) {
  const isPrepared = image_size !== undefined;
  const prepared = useObjectUrl(usePreparedPhoto(job_id, isPrepared).data?.photo);
  const file = useUploadedFile(job_id);
  if (prepared !== undefined) return <img src={prepared} alt="Your upload" className={styles.photo} />;
  if (file !== undefined) {
    return (
      <UploadPicture file={file} className={styles.photo}>
        {preparing}
      </UploadPicture>
    );
  }
  return isPrepared ? null : <PhotoTile>{preparing}</PhotoTile>;
}

/** Renders the component every few seconds, because its text depends on how long the stage takes. */
function useClock(): void {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
}
