import { Spinner } from '#web/ui/loading.tsx';
import styles from './model-viewer.module.css';

/** Takes the model's space while it loads, so that the layout doesn't shift. */
export function LoadingModel({ share }: { share: number | undefined }) {
  const percent = share === undefined ? undefined : Math.round(share * 100);
  return (
    <div className={styles.viewer}>
      <div className={styles.stage} data-background="page">
        <div className={styles.loading} role="status">
          <p>
            <Spinner /> Loading your model…
          </p>
          <progress className={styles.progress} value={percent} max={100} aria-label="Loading your model" />
        </div>
      </div>
      <div className={styles.reserved} />
    </div>
  );
}
