import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aws, AwsCallError } from '#test/deployed/aws.ts';
import { onlyOne, stackResources } from '#test/deployed/stack.ts';
import { listen } from '#test/support/listen.ts';

const summary = (id: string, type: string) =>
  `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>physical-${id}</PhysicalResourceId></member>`;
const page = (summaries: string, next = '') =>
  `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult><StackResourceSummaries>${summaries}</StackResourceSummaries>${next}</ListStackResourcesResult></ListStackResourcesResponse>`;

const requests: { headers: NodeJS.Dict<string | string[]>; body: URLSearchParams }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  requests.push({ headers: request.headers, body });
  if (body.get('StackName') === 'missing') {
    response.writeHead(400).end('<Error><Message>Stack with id missing does not exist</Message></Error>');
  } else if (body.get('NextToken') === 'more') {
    response.end(page(summary('Pool', 'AWS::Cognito::UserPool')));
  } else {
    const two = summary('Api', 'AWS::ApiGateway::RestApi') + summary('Queue', 'AWS::SQS::Queue');
    response.end(page(two, '<NextToken>more</NextToken>'));
  }
});
let aws: Aws;
beforeAll(async () => {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  aws = new Aws({ region: 'eu-central-1', endpoint: await listen(server), credentials });
});
afterAll(() => new Promise((closed) => server.close(closed)));

describe('the resources of a deployed stack', () => {
  it('are read page by page with signed calls', async () => {
    const resources = await stackResources(aws, 'Gen3D-Session');

    expect(resources.map(({ physicalId }) => physicalId)).toEqual([
      'physical-Api',
      'physical-Queue',
      'physical-Pool',
    ]);
    const { headers, body } = requests[0] ?? {};
    expect(headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/cloudformation\//,
    );
    expect(body?.get('Action')).toBe('ListStackResources');
  });

  it('fail with the message of AWS when the stack does not exist', async () => {
    await expect(stackResources(aws, 'missing')).rejects.toThrow(AwsCallError);
    await expect(stackResources(aws, 'missing')).rejects.toThrow('does not exist');
  });

  it('can be selected by a type that occurs once', async () => {
    const resources = await stackResources(aws, 'Gen3D-Session');

    expect(onlyOne(resources, 'AWS::ApiGateway::RestApi')).toBe('physical-Api');
    expect(() => onlyOne(resources, 'AWS::SNS::Topic')).toThrow('expected one in these stacks, found 0');
    expect(() => onlyOne([...resources, ...resources], 'AWS::SQS::Queue')).toThrow('found 2');
  });
});
