import styles from './progress.module.css';

interface ProgressProps {
  /** Percent; without it, something goes on and nobody knows how long. */
  readonly value?: number | undefined;
  readonly label: string;
}

export function Progress({ value, label }: ProgressProps) {
  return <progress className={styles.progress} max={100} value={value} aria-label={label} />;
}
