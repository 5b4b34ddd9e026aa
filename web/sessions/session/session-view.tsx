import type { StatusResponse } from '#contracts/api.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { Ended } from './ended.tsx';
import { MaskStep } from './mask-step.tsx';
import { ModelStep } from './model-step.tsx';
import styles from './session-view.module.css';
import { Steps } from './steps.tsx';
import { Working } from './working.tsx';

interface SessionViewProps {
  readonly status: StatusResponse;
  readonly maskLimits: MaskLimits | undefined;
  /** Called after an action that changes the status. */
  readonly onChange: () => void;
}

export function SessionView(props: SessionViewProps) {
  return (
    <div className={styles.view}>
      <Steps status={props.status} />
      <Content {...props} />
    </div>
  );
}

function Content({ status, maskLimits, onChange }: SessionViewProps) {
  switch (status.status) {
    case 'processing':
      return <Working status={status} />;
    case 'awaiting_mask':
      return <MaskStep status={status} limits={maskLimits} onChange={onChange} />;
    case 'completed':
      return <ModelStep status={status} />;
    case 'failed':
    case 'cancelled':
      return <Ended status={status} />;
  }
}
