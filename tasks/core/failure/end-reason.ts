import type { Reason } from '#contracts/common.ts';
import { classify, type RawFailure } from './classify.ts';
import { reasonFor } from './reasons.ts';

type EndStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** Why an ended execution failed; undefined when it is running or has succeeded. */
export function endReason(status: EndStatus, failure: RawFailure): Reason | undefined {
  switch (status) {
    case 'RUNNING':
    case 'SUCCEEDED':
    case 'PENDING_REDRIVE':
      return undefined;
    case 'FAILED':
      return reasonFor(classify(failure));
    case 'TIMED_OUT':
      return reasonFor({ code: 'SessionTimedOut', cause: '' });
    case 'ABORTED':
      return reasonFor({ code: 'SessionStopped', cause: '' });
  }
}
