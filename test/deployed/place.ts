import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hasEnded } from '#client/session.ts';
import { Runs } from '#test/e2e/history.ts';
import type { Place } from '#test/e2e/place.ts';
import { Aws } from './aws.ts';
import { Inbox, openInbox } from './inbox.ts';
import { openUsers, type UsersOptions } from './users.ts';

/** A deployment, in an account or on an emulator: what a test must know of it. Holds no secret. */
export const Deployment = z.object({
  region: z.string(),
  /** Base URL of an emulator, in the place of AWS. */
  endpoint: z.url().optional(),
  /** The API with its stage. */
  apiUrl: z.url(),
  userPoolId: z.string(),
  stateMachineArn: z.string(),
  /** Address that is told of every session. */
  admin: z.email(),
  /** Users get addresses of this mailbox: `name+something@domain`. */
  mailTo: z.email(),
  inbox: Inbox,
  /** Milliseconds that a step of a session may take. */
  patience: z.number(),
});
export type Deployment = z.infer<typeof Deployment>;

/** Name of the variable that tells the tests where to go: a `Deployment` as JSON. */
export const deploymentVariable = 'GEN3D_DEPLOYMENT';

/** A deployment as a place. */
export async function deployedPlace(deployment: Deployment): Promise<Place> {
  const { region, endpoint, apiUrl, userPoolId, stateMachineArn, admin, patience } = deployment;
  const aws = new Aws({ region, endpoint });
  // An emulator is thrown away, and MiniStack refuses to stop what has ended.
  const removes: UsersOptions['removes'] = endpoint === undefined ? () => true : (one) => !hasEnded(one);
  const users = await openUsers(aws, { userPoolId, apiUrl, patience, removes });
  return {
    newUser: () => users.add(addressBelow(deployment.mailTo)),
    admin,
    mails: openInbox(deployment.inbox, patience),
    runs: new Runs({
      urls: { stepFunctions: aws.urlOf('states') },
      region,
      credentials: () => aws.credentials(),
      stateMachineArns: [stateMachineArn],
    }),
    open: (link) => fetch(endpoint === undefined ? link : reachable(link, apiUrl)),
    [Symbol.asyncDispose]: () => users[Symbol.asyncDispose](),
  };
}

/** An address of the same mailbox that nobody has used. */
function addressBelow(mailbox: string): string {
  const [name = '', domain = ''] = mailbox.split('@');
  return `${name}+${randomUUID().slice(0, 13)}@${domain}`;
}

/** A mail's link names AWS's host of the API; an emulator serves it elsewhere. */
function reachable(link: string, apiUrl: string): string {
  return link.replace(/^https:\/\/[^/]+\/[^/]+/, apiUrl);
}
