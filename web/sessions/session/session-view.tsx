import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { Ended } from './ended.tsx';
import { MaskStep } from './mask-step.tsx';
import { ModelStep } from './model-step.tsx';
import styles from './session-view.module.css';
import { Steps } from './steps.tsx';
import { Working } from './working.tsx';

interface SessionViewProps {
  readonly status: StatusResponse;
  /** Something was done: look again at once. */
  readonly onChange: () => void;
}

export function SessionView({ status, onChange }: SessionViewProps) {
  return (
    <div className={styles.view}>
      <Steps status={status} />
      <Content status={status} onChange={onChange} />
    </div>
  );
}

function Content({ status, onChange }: SessionViewProps) {
  switch (status.status) {
    case 'processing':
      return <Working status={status} />;
    case 'awaiting_mask':
      return <MaskStep status={status} onChange={onChange} />;
    case 'completed':
      return <ModelStep status={status} />;
    case 'failed':
    case 'cancelled':
      return <Ended status={status} />;
  }
}
