import { useLocation } from 'wouter';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { ChosenPhoto } from './chosen-photo.tsx';
import { PhotoChoice } from './photo-choice.tsx';
import styles from './upload-panel.module.css';
import { useDropped } from './use-dropped.ts';
import { useUpload } from './use-upload.ts';

/** Makes a new model: choose a photo, check it, upload it. */
export function UploadPanel({ limits }: { limits: PhotoLimits | undefined }) {
  const [, navigate] = useLocation();
  const upload = useUpload(limits, (jobId) => navigate(`/sessions/${jobId}`));
  const { state, choose } = upload;
  const over = useDropped(choose, state.kind !== 'sending');
  return (
    <section className={styles.panel} aria-labelledby="new-model">
      <div className={styles.head}>
        <h1 id="new-model">Make a 3D model</h1>
        <p>Start with a photo of the whole object, in good light.</p>
      </div>
      <div className={styles.body} data-over={over}>
        {state.kind === 'chosen' || state.kind === 'sending' ? (
          <ChosenPhoto state={state} upload={upload} />
        ) : (
          <PhotoChoice
            reading={state.kind === 'reading'}
            error={state.kind === 'empty' ? state.error : undefined}
            onChoose={choose}
          />
        )}
      </div>
    </section>
  );
}
