import styles from './coverage.module.css';

interface CoverageProps {
  readonly percent: number;
  /** Why the selection can't be submitted. */
  readonly problem: string | undefined;
}

/** The selected share of the photo. Screen readers announce changes. */
export function Coverage({ percent, problem }: CoverageProps) {
  return (
    <div className={styles.coverage}>
      <meter
        className={styles.meter}
        min={0}
        max={100}
        value={percent}
        aria-label="Selected share of the photo"
      />
      <p role="status" data-testid="coverage">
        {percent === 0 ? 'Nothing selected yet' : `${shown(percent)}% of the photo selected`}
        {percent > 0 && problem !== undefined && <span className={styles.problem}> {problem}</span>}
      </p>
    </div>
  );
}

function shown(percent: number): string {
  return percent < 10 ? percent.toFixed(1) : percent.toFixed(0);
}
