import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Aws } from './aws.ts';
import type { Deployment } from './place.ts';
import { onlyOne, type StackResource } from './stack.ts';

const Mailing = z.object({ ADMIN_EMAIL: z.email() });

/** What the stacks themselves tell of a deployment. */
export async function discover(
  aws: Aws,
  resources: readonly StackResource[],
): Promise<Pick<Deployment, 'region' | 'apiUrl' | 'userPoolId' | 'stateMachineArn' | 'admin'>> {
  const api = onlyOne(resources, 'AWS::ApiGateway::RestApi');
  const stage = onlyOne(resources, 'AWS::ApiGateway::Stage');
  return {
    region: aws.region,
    apiUrl: `https://${api}.execute-api.${aws.region}.amazonaws.com/${stage}`,
    userPoolId: onlyOne(resources, 'AWS::Cognito::UserPool'),
    stateMachineArn: onlyOne(resources, 'AWS::StepFunctions::StateMachine'),
    admin: await adminOf(aws, resources),
  };
}

/** The address that the function that mails is told. */
async function adminOf(aws: Aws, resources: readonly StackResource[]): Promise<string> {
  const mails = resources.find(
    ({ type, logicalId }) => type === 'AWS::Lambda::Function' && logicalId.startsWith('NotifySuccess'),
  );
  if (mails === undefined) throw new Error('These stacks have no function that mails (NotifySuccess).');
  const { region } = aws;
  const client = new LambdaClient({
    region,
    endpoint: aws.urlOf('lambda'),
    credentials: await aws.credentials(),
  });
  const command = new GetFunctionConfigurationCommand({ FunctionName: mails.physicalId });
  const { Environment } = await client.send(command);
  client.destroy();
  return Mailing.parse(Environment?.Variables).ADMIN_EMAIL;
}
