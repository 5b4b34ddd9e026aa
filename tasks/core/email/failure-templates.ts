import type { Reason } from '#contracts/common.ts';
import type { EmailTemplate } from './template.ts';

export interface FailureFacts {
  readonly sessionId: string;
  readonly jobId: string;
  readonly userId: string;
  readonly reason: Reason;
  /** The state that failed; undefined when the execution was stopped or timed out. */
  readonly state: string | undefined;
  readonly siteUrl: string;
}

/** To the user: what went wrong, and what to do. Offers the saved photo again unless the photo is at fault. */
export function userFailureEmail(subject: string, facts: FailureFacts): EmailTemplate {
  const photoAtFault = /^(?:Photo|Image)/.test(facts.reason.code);
  return {
    subject,
    heading: 'Your 3D model could not be made',
    blocks: [
      { kind: 'paragraph', text: facts.reason.message },
      ...(photoAtFault
        ? []
        : [{ kind: 'paragraph', text: 'Your photo is saved, so you can try again.' } as const]),
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
export function adminFailureEmail(facts: FailureFacts): EmailTemplate {
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
          ['State', facts.state ?? 'stopped or timed out'],
          ['Reason', `${facts.reason.code}: ${facts.reason.message}`],
        ],
      },
      {
        kind: 'paragraph',
        text: 'Find the execution by its job name. Redriving it resumes at the failed state.',
      },
    ],
  };
}
