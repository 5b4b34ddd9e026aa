import type { Issuer } from '#client/sign-in/issuer.ts';
import { names } from '#contracts/names.ts';
import type { Credentials } from '../emulators/service.ts';
import type { AwsFiles } from '../environment/aws-config.ts';
import { type LocalEnvironment, startEnvironment } from '../environment/environment.ts';
import { type InboxClient, inboxAt } from '../scripted-user/inbox-client.ts';

/** The parts of a local environment that the demo uses. */
export interface DemoEnvironment {
  readonly apiUrl: string;
  readonly issuer: Issuer;
  readonly inboxUrl: string;
  readonly inbox: InboxClient;
  readonly stepFunctions: StepFunctionsAccess;
  close(): Promise<void>;
}

/** Access to the executions of the session state machine. */
export interface StepFunctionsAccess {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly stateMachineArn: string;
  /** For the AWS command line. */
  readonly awsFiles: AwsFiles;
}

/** Starts the demo's local environment on free ports. */
export async function openDemoEnvironment(folder: string): Promise<DemoEnvironment> {
  const environment = await startEnvironment({ folder, port: 'free' });
  const { urls, clientId, region, credentials, awsFiles } = environment;
  return {
    apiUrl: urls.api,
    issuer: { issuer: urls.issuer, clientId },
    inboxUrl: urls.inbox,
    inbox: inboxAt(urls.inbox),
    stepFunctions: {
      url: urls.stepFunctions,
      region,
      credentials,
      stateMachineArn: sessionStateMachine(environment),
      awsFiles,
    },
    close: () => environment.close(),
  };
}

function sessionStateMachine({ stateMachineArns }: LocalEnvironment): string {
  const arn = stateMachineArns.find((each) => each.endsWith(`:${names.stateMachine}`));
  if (arn === undefined) throw new Error(`There is no state machine ${names.stateMachine}.`);
  return arn;
}
