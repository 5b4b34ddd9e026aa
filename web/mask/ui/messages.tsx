import type { Reason } from '#contracts/common.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';

import type { Preparation } from '../state/use-mask-worker.ts';

interface MessagesProps {
  readonly preparation: Preparation;
  readonly onRetry: () => void;
  /** Why the server rejected the last mask. */
  readonly refusal: Reason | undefined;
  readonly problem: Reason | undefined;
  /** True if the draft survives a reload. */
  readonly isSaved: boolean;
}

/** Says what went wrong and what to do. */
export function Messages({ preparation, onRetry, refusal, problem, isSaved }: MessagesProps) {
  return (
    <>
      {refusal && (
        <Notice kind="warning" title="We couldn't use this mask">
          <p>{refusal.message}</p>
          <p>Adjust your selection, or fix the mask file, and submit again.</p>
        </Notice>
      )}
      {preparation.phase === 'failed' && (
        <Notice kind="warning" title="Click-to-select isn't available right now">
          <p>{preparation.reason.message}</p>
          <p>Paint the object with the brush, or upload a mask.</p>
          <Button onClick={onRetry}>Try again</Button>
        </Notice>
      )}
      {!isSaved && (
        <Notice kind="warning">
          <p>Your browser is out of storage. Submit before you close or reload this page.</p>
        </Notice>
      )}
      {problem && (
        <Notice kind="error">
          <p>{problem.message}</p>
        </Notice>
      )}
    </>
  );
}
