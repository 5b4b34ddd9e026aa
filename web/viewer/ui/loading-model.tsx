import { Spinner } from '#web/ui/loading.tsx';
import styles from './model-viewer.module.css';

/** In the place of the model, so that nothing moves when it comes. */
export function LoadingModel({ share }: { share: number | undefined }) {
  const percent = share === undefined ? undefined : Math.round(share * 100);
  return (
    <div className={styles.viewer}>
      <div className={styles.stage} data-background="page">
        <div className={styles.loading} role="status">
          <p>
            <Spinner /> Loading the model …
          </p>
          <progress className={styles.progress} value={percent} max={100} aria-label="Loading the model" />
        </div>
      </div>
      <div className={styles.reserved} />
    </div>
  );
}
