import styles from './coverage.module.css';

interface CoverageProps {
  readonly percent: number;
  /** Why it cannot be sent. */
  readonly problem: string | undefined;
}

/** How much of the photo is selected, spoken when it changes. */
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
        {percent === 0 ? 'Nothing selected yet' : `${shown(percent)} % of the photo selected`}
        {percent > 0 && problem !== undefined && <span className={styles.problem}> {problem}</span>}
      </p>
    </div>
  );
}

function shown(percent: number): string {
  return percent < 10 ? percent.toFixed(1) : percent.toFixed(0);
}
