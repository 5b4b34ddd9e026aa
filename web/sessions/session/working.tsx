import { useEffect, useState } from 'react';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Stage } from '#tasks/core/contracts/common.ts';
import { Progress } from '#web/ui/progress.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { stageWords } from '../words.ts';
import { usePhoto } from './use-photo.ts';
import styles from './working.module.css';

const quick = 'This takes a few seconds.';
const building = 'This takes a minute or so.';
const leave =
  'You can close this page: it goes on without you, and a mail tells you when the model is ready.';

const explanations: Readonly<Record<Stage, string>> = {
  starting: quick,
  validating: quick,
  embedding: `${quick} Then you pick the object.`,
  awaiting_mask: '',
  validating_mask: quick,
  reconstructing: `${building} ${leave}`,
  notifying: quick,
  done: '',
};

/** Seconds after which a stage that waits for the model is told to be slow. */
const slow = 20;

/** While the service works, and there is nothing to do. */
export function Working({ status }: { status: StatusResponse }) {
  const { job_id, stage, progress } = status;
  const url = useObjectUrl(usePhoto(job_id).photo);
  const waited = useSecondsSince(status.stage_times[stage] ?? status.updated_at);
  const waitsForModel = stage === 'embedding' || stage === 'reconstructing';
  return (
    <div className={styles.working}>
      <div className={styles.frame}>
        {url !== undefined && <img src={url} alt="Yours" className={styles.photo} />}
      </div>
      <div className={styles.side}>
        <h1>{stageWords[stage]} …</h1>
        <Progress value={progress} label="Progress" />
        <p>{explanations[stage]}</p>
        {waitsForModel && waited > slow && (
          <p role="status">
            It is slower than usual: a machine may have to start first, which takes some minutes after a quiet
            time.
          </p>
        )}
      </div>
    </div>
  );
}

function useSecondsSince(iso: string): number {
  const since = () => Math.max(0, (Date.now() - Date.parse(iso)) / 1_000);
  const [seconds, setSeconds] = useState(since);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `since` is of this render's moment.
  useEffect(() => {
    setSeconds(since());
    const timer = setInterval(() => setSeconds(since()), 5_000);
    return () => clearInterval(timer);
  }, [iso]);
  return seconds;
}
