import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Aws } from './aws.ts';
import { onlyOne, type StackResource } from './stack.ts';
import type { Deployment } from './target.ts';

const Environment = z.object({ ADMIN_EMAIL: z.email() });

/** Reads the facts of a deployment from its stacks. */
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

/** The admin's address in the environment of the function that sends emails. */
async function adminOf(aws: Aws, resources: readonly StackResource[]): Promise<string> {
  const sender = resources.find(
    ({ type, logicalId }) => type === 'AWS::Lambda::Function' && logicalId.startsWith('NotifySuccess'),
  );
  if (sender === undefined)
    throw new Error('The stacks have no function NotifySuccess. Check the option --stack.');
  const { region } = aws;
  const client = new LambdaClient({
    region,
    endpoint: aws.urlOf('lambda'),
    credentials: await aws.credentials(),
  });
  const command = new GetFunctionConfigurationCommand({ FunctionName: sender.physicalId });
  const configuration = await client.send(command);
  client.destroy();
  return Environment.parse(configuration.Environment?.Variables).ADMIN_EMAIL;
}
