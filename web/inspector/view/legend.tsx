import { classNames } from '#web/ui/class-names.ts';
import type { NodeStatus } from '../model/graph.ts';
import styles from './graph.module.css';
import { StatusIcon } from './graph-icons.tsx';
import { nodeStatuses } from './status.tsx';

const shown: readonly NodeStatus[] = [
  'succeeded',
  'running',
  'waiting',
  'retrying',
  'caught',
  'failed',
  'aborted',
  'notReached',
];

/** Explains the graph's icons and lines. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {shown.map((status) => (
        <li key={status} className={classNames(styles.node, styles[status])}>
          <svg className={styles.sign} viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
            <StatusIcon status={status} x={0} y={0} />
          </svg>
          {nodeStatuses[status].label}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 28 16" width={28} height={16} aria-hidden="true" className={styles.taken}>
          <path className={styles.line} d="M1 8h26" />
        </svg>
        Taken
      </li>
      <li>
        <svg viewBox="0 0 28 16" width={28} height={16} aria-hidden="true" className={styles.catch}>
          <path className={styles.line} d="M1 8h26" />
        </svg>
        Catch
      </li>
    </ul>
  );
}
