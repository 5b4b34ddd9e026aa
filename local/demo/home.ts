import type { Issuer } from '#client/sign-in/issuer.ts';
import { names } from '#tasks/core/names.ts';
import type { AwsFiles } from '../home/environment.ts';
import { type Home, startHome } from '../home.ts';
import type { Credentials } from '../services/service.ts';
import { inboxAt, type Mailbox } from './mailbox.ts';

/** What the demo needs of a running home. */
export interface DemoHome {
  readonly apiUrl: string;
  readonly issuer: Issuer;
  readonly inboxUrl: string;
  readonly mailbox: Mailbox;
  readonly stepFunctions: StepFunctionsAccess;
  close(): Promise<void>;
}

/** How to ask the home's Step Functions about executions of the session machine. */
export interface StepFunctionsAccess {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly machineArn: string;
  /** For the AWS command line. */
  readonly awsFiles: AwsFiles;
}

/** Starts a home for the demo, on ports that nobody uses. */
export async function openDemoHome(folder: string): Promise<DemoHome> {
  const home = await startHome({ folder, port: 'free' });
  const { urls, clientId, region, credentials, awsFiles } = home;
  return {
    apiUrl: urls.api,
    issuer: { issuer: urls.issuer, clientId },
    inboxUrl: urls.inbox,
    mailbox: inboxAt(urls.inbox),
    stepFunctions: {
      url: urls.stepFunctions,
      region,
      credentials,
      machineArn: sessionMachine(home),
      awsFiles,
    },
    close: () => home.close(),
  };
}

function sessionMachine({ stateMachineArns }: Home): string {
  const arn = stateMachineArns.find((each) => each.endsWith(`:${names.stateMachine}`));
  if (arn === undefined) throw new Error(`The home runs no state machine ${names.stateMachine}.`);
  return arn;
}
