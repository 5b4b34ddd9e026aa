import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hasEnded } from '#client/session.ts';
import { Executions } from '#test/support/executions.ts';
import type { SessionTarget } from '#test/support/session-target.ts';
import { Aws } from './aws.ts';
import { Inbox, openInbox } from './inbox.ts';
import { openUsers, type UsersOptions } from './users.ts';

/** What a test knows about a deployment on AWS or on an emulator. Contains no secrets. */
export const Deployment = z.object({
  region: z.string(),
  /** Base URL of an emulator that replaces AWS. */
  endpoint: z.url().optional(),
  /** Base URL of the API with its stage. */
  apiUrl: z.url(),
  userPoolId: z.string(),
  stateMachineArn: z.string(),
  /** Address that is notified of every session. */
  admin: z.email(),
  /** Mailbox of the users: `name@domain` gives `name+something@domain`. */
  mailTo: z.email(),
  inbox: Inbox,
  /** Timeout of a session step in milliseconds. */
  patience: z.number(),
});
export type Deployment = z.infer<typeof Deployment>;

/** Environment variable with a `Deployment` as JSON. */
export const deploymentVariable = 'GEN3D_DEPLOYMENT';

export async function deployedTarget(deployment: Deployment): Promise<SessionTarget> {
  const { region, endpoint, apiUrl, userPoolId, stateMachineArn, admin, patience } = deployment;
  const aws = new Aws({ region, endpoint });
  // MiniStack rejects stopping an execution that has ended. Its sessions need no cleanup.
  const removes: UsersOptions['removes'] = endpoint === undefined ? () => true : (one) => !hasEnded(one);
  const users = await openUsers(aws, { userPoolId, apiUrl, patience, removes });
  return {
    newUser: () => users.add(newAddress(deployment.mailTo)),
    admin,
    mails: openInbox(deployment.inbox, patience),
    runs: new Executions({
      urls: { stepFunctions: aws.urlOf('states') },
      region,
      credentials: () => aws.credentials(),
      stateMachineArns: [stateMachineArn],
    }),
    open: (link) => fetch(endpoint === undefined ? link : reachable(link, apiUrl)),
    [Symbol.asyncDispose]: () => users[Symbol.asyncDispose](),
  };
}

/** A new address of a mailbox. */
function newAddress(mailbox: string): string {
  const [name = '', domain = ''] = mailbox.split('@');
  return `${name}+${randomUUID().slice(0, 13)}@${domain}`;
}

/** Links in emails have the API's host on AWS, which an emulator serves at another URL. */
function reachable(link: string, apiUrl: string): string {
  return link.replace(/^https:\/\/[^/]+\/[^/]+/, apiUrl);
}
