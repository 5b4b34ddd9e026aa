import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { Reason } from '../model/reason.ts';
import type { Preparation } from '../state/use-mask-worker.ts';

interface MessagesProps {
  readonly preparation: Preparation;
  readonly onRetry: () => void;
  /** Why the server did not take the mask before. */
  readonly refusal: Reason | undefined;
  readonly problem: Reason | undefined;
  /** The drawing would survive a reload. */
  readonly isKept: boolean;
}

/** What went wrong, and what to do about it. */
export function Messages({ preparation, onRetry, refusal, problem, isKept }: MessagesProps) {
  return (
    <>
      {refusal && (
        <Notice kind="warning" title="This selection could not be used">
          <p>{refusal.message}</p>
          <p>Your drawing is still here: change it and try again.</p>
        </Notice>
      )}
      {preparation.phase === 'failed' && (
        <Notice kind="warning" title="Clicks do not work for this photo right now">
          <p>{preparation.reason.message}</p>
          <p>You can paint the object with the brush, or upload an own mask.</p>
          <Button onClick={onRetry}>Try again</Button>
        </Notice>
      )}
      {!isKept && (
        <Notice kind="warning">
          <p>This browser has no room to keep your drawing: send it before you close or reload the page.</p>
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
