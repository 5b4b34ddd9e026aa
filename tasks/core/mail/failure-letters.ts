import type { Reason } from '../contracts/common.ts';
import type { Letter } from './letter.ts';

export interface FailureFacts {
  readonly sessionId: string;
  readonly jobId: string;
  readonly userId: string;
  readonly reason: Reason;
  /** Where it failed; unknown when the execution ended from outside. */
  readonly state: string | undefined;
  readonly siteUrl: string;
}

/** To the user: what went wrong, and what to do. */
export function userFailureLetter(subject: string, facts: FailureFacts): Letter {
  return {
    subject,
    heading: 'Your 3D model could not be made',
    blocks: [
      { kind: 'paragraph', text: facts.reason.message },
      {
        kind: 'paragraph',
        text: 'Your photo is still there: start again with it, or with another one, whenever you like.',
      },
      { kind: 'button', label: 'Try again', url: facts.siteUrl },
      {
        kind: 'facts',
        facts: [
          ['Session', facts.sessionId],
          ['Reason', facts.reason.code],
        ],
      },
    ],
  };
}

/** To the admin: where to look. */
export function adminFailureLetter(facts: FailureFacts): Letter {
  return {
    subject: `[Gen3D] Session failed: ${facts.sessionId}`,
    heading: 'A session has failed',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['Session', facts.sessionId],
          ['Job', facts.jobId],
          ['User', facts.userId],
          ['State', facts.state ?? 'ended from outside'],
          ['Reason', `${facts.reason.code}: ${facts.reason.message}`],
        ],
      },
      {
        kind: 'paragraph',
        text: 'The execution has the name of the job; its history shows the error. A redrive goes on at this state.',
      },
    ],
  };
}
