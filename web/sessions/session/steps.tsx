import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Stage } from '#tasks/core/contracts/common.ts';
import { Icon } from '#web/ui/icon.tsx';
import styles from './steps.module.css';

const steps = ['Photo', 'Object', 'Model'] as const;

/** In which of the three steps each stage is. */
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

/** How far it is. */
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
