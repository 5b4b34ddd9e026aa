import type { Issuer } from '#client/sign-in/issuer.ts';
import type { Credentials } from '../services/service.ts';
import type { Mailbox } from './mailbox.ts';

/** What the demo needs of a running home. */
export interface DemoHome {
  readonly apiUrl: string;
  readonly issuer: Issuer;
  readonly inboxUrl: string;
  readonly mailbox: Mailbox;
  readonly stepFunctions: {
    readonly url: string;
    readonly region: string;
    readonly credentials: Credentials;
  };
  close(): Promise<void>;
}
