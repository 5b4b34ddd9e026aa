import styles from './progress.module.css';

interface ProgressProps {
  /** Percent. Without it, the progress is indeterminate. */
  readonly value?: number | undefined;
  readonly label: string;
}

export function Progress({ value, label }: ProgressProps) {
  return <progress className={styles.progress} max={100} value={value} aria-label={label} />;
}
