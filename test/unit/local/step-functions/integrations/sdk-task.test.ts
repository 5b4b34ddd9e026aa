import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { output, startTaskServices, type TaskServices } from './services.ts';

let services: TaskServices;

beforeEach(async () => {
  services = await startTaskServices();
});
afterEach(() => services.remove());

describe('aws-sdk tasks', () => {
  const Key = { job_id: { S: 'a' } };

  it('call any action of a service, and return exactly its result', async () => {
    const update = {
      TableName: 'Gen3DJobStatus',
      Key,
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'waiting' } },
    };

    expect(await output(services.call('aws-sdk:dynamodb:updateItem.waitForTaskToken', update))).toEqual({});
    const read = { TableName: 'Gen3DJobStatus', Key };
    expect(await output(services.call('aws-sdk:dynamodb:getItem', read))).toEqual({
      Item: { job_id: { S: 'a' }, status: { S: 'waiting' } },
    });
  });

  it('name errors of the API after the service', async () => {
    const put = {
      TableName: 'Gen3DJobStatus',
      Item: Key,
      ConditionExpression: 'attribute_exists(never)',
    };

    const answer = await services.call('aws-sdk:dynamodb:putItem', put);

    expect(answer).toMatchObject({ ok: false, error: 'DynamoDb.ConditionalCheckFailedException' });
    expect(answer).toHaveProperty(
      'cause',
      expect.stringMatching(
        / \(Service: DynamoDb, Status Code: 400, Request ID: .+\) \(SDK Attempt Count: 1\)$/,
      ),
    );
  });

  it('name other errors by the service alone', async () => {
    expect(
      await services.call('aws-sdk:dynamodb:getItem', { TableName: 'Gen3DJobStatus', Key: {} }),
    ).toMatchObject({
      ok: false,
      error: 'DynamoDb.DynamoDbException',
    });
  });

  it('use upper case members where the protocol has lower case, and dates in ISO 8601', async () => {
    services.fake.answer = { status: 200, body: '{"executionArn":"arn:x","startDate":1700000000.5}' };

    const result = await output(
      services.call('aws-sdk:sfn:startExecution', { StateMachineArn: 'arn:m', Name: 'n' }),
    );

    expect(JSON.parse(services.fake.requests[0]?.body ?? '')).toEqual({
      stateMachineArn: 'arn:m',
      name: 'n',
    });
    expect(result).toEqual({ ExecutionArn: 'arn:x', StartDate: '2023-11-14T22:13:20.500Z' });
  });

  it('add Exception to error names that lack it', async () => {
    services.fake.answer = {
      status: 400,
      headers: { 'x-amzn-errortype': 'InvalidToken' },
      body: '{"__type":"InvalidToken","message":"Invalid Token: \'Invalid token\'"}',
    };

    expect(await services.call('aws-sdk:sfn:sendTaskHeartbeat', { TaskToken: 't' })).toEqual({
      ok: false,
      error: 'Sfn.InvalidTokenException',
      cause:
        "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: request-1) (SDK Attempt Count: 1)",
    });
  });

  it('read a body as text', async () => {
    services.fake.answer = { status: 200, body: 'binary data' };

    const result = await output(services.call('aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k' }));

    expect(result).toMatchObject({ Body: 'binary data' });
  });

  it.each([
    ['aws-sdk:dynamodb:destroy', 'DynamoDb has no action destroy.'],
    ['aws-sdk:ec2:runInstances', 'The service ec2 is not available locally.'],
    ['aws-sdk:sqs:sendMessage', 'The service Sqs is not available locally.'],
  ])('%s is refused: %s', async (resource, cause) => {
    expect(await services.call(resource, {})).toEqual({ ok: false, error: 'States.Runtime', cause });
  });
});
