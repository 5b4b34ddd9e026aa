import styles from './loading.module.css';

/** @param what follows "Loading", for instance "the viewer" */
export function Loading({ what }: { what: string }) {
  return (
    <p className={styles.loading} role="status">
      <Spinner />
      Loading {what}…
    </p>
  );
}

export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
