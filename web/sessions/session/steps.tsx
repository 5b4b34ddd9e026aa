import type { StatusResponse } from '#contracts/api.ts';
import type { Stage } from '#contracts/common.ts';
import { Icon } from '#web/ui/icon.tsx';
import styles from './steps.module.css';

const steps = ['Photo', 'Object', 'Model'] as const;

/** The step of each stage. */
const stepOf: Readonly<Record<Stage, number>> = {
  starting: 0,
  validating: 0,
  embedding: 0,
  awaiting_mask: 1,
  validating_mask: 1,
  reconstructing: 2,
  notifying: 2,
  done: 3,
};

/** The three steps to a model, and the current one. */
export function Steps({ status }: { status: StatusResponse }) {
  const at = stepOf[status.stage];
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map((name, index) => (
        <li key={name} className={styles.step} aria-current={index === at ? 'step' : undefined}>
          <span className={styles.mark} data-done={index < at}>
            {index < at ? <Icon name="check" size={16} /> : index + 1}
          </span>
          {name}
          {index < at && <span className="visually-hidden">, done</span>}
        </li>
      ))}
    </ol>
  );
}
