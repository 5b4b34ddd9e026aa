import { useEffect, useState } from 'react';
import { waitsForMachine } from '#client/machine.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Stage } from '#tasks/core/contracts/common.ts';
import { Progress } from '#web/ui/progress.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { sessionWords } from '../words.ts';
import { usePhoto } from './use-photo.ts';
import styles from './working.module.css';

const quick = 'This takes a few seconds.';
const building = 'This takes a minute or so.';
const leave =
  'You can close this page: it goes on without you, and a mail tells you when the model is ready.';
const comeBack = 'You can close this page and come back to pick the object.';

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

const slow =
  'A machine has to start for it first, or to finish others’ models: that can take ten minutes after a quiet time.';
/** While it waits for a machine. */
const waiting: Partial<Record<Stage, string>> = {
  embedding: `${slow} ${comeBack}`,
  reconstructing: `${slow} ${leave}`,
};

/** While the service works, and there is nothing to do. */
export function Working({ status }: { status: StatusResponse }) {
  const { job_id, stage, progress } = status;
  const url = useObjectUrl(usePhoto(job_id).photo);
  useClock();
  return (
    <div className={styles.working}>
      <div className={styles.frame}>
        {url !== undefined && <img src={url} alt="Yours" className={styles.photo} />}
      </div>
      <div className={styles.side}>
        <h1>{sessionWords(status)} …</h1>
        <Progress value={progress} label="Progress" />
        <p role="status">{(waitsForMachine(status) && waiting[stage]) || explanations[stage]}</p>
      </div>
    </div>
  );
}

/** Shows the component again every few seconds: what it says depends on how long it takes. */
function useClock(): void {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
}
