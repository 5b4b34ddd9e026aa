import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDynamoDb } from '#local/services/dynamodb.ts';
import type { Service } from '#local/services/service.ts';
import { sdkTaskCaller } from '#local/step-functions/tasks/sdk-caller.ts';
import type { Endpoints } from '#local/step-functions/tasks/services.ts';
import type { TaskCall } from '#state-machines/asl/types.ts';
import { credentials, jobTable, region, removeFolder, serviceOptions } from '#test/unit/services/home.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const idle = { status: 200, body: '{}' };
const options = await serviceOptions();
let dynamodb: Service;
let fake: FakeService;

beforeAll(async () => {
  dynamodb = await startDynamoDb({ ...options, tables: [jobTable] });
  fake = await startFakeService(idle);
});
beforeEach(() => {
  fake.requests.length = 0;
});
afterAll(async () => {
  await Promise.all([dynamodb.close(), fake.close()]);
  await removeFolder(options);
});

function call(resource: string, parameters: object, more: Partial<TaskCall> = {}, endpoints?: Endpoints) {
  const parts = resource.split(':');
  const action = parts.pop() ?? '';
  const known = {
    dynamodb: dynamodb.url,
    lambda: fake.url,
    sfn: fake.url,
    s3: fake.url,
    eventbridge: fake.url,
  };
  const caller = sdkTaskCaller({ credentials, region, connections: 8, endpoints: () => endpoints ?? known });
  const request: TaskCall = {
    scheduledEventId: 3,
    stateName: 'Work',
    kind: parts[0] === 'aws-sdk' ? 'aws-sdk' : 'optimized',
    resourceType: parts.join(':'),
    resource: action,
    parameters: JSON.stringify(parameters),
    taskToken: undefined,
    submitted: false,
    ...more,
  };
  return caller(request, AbortSignal.timeout(20_000));
}

/** The output as JSON; fails the test when the task failed. */
async function output(answer: ReturnType<typeof call>): Promise<unknown> {
  const settled = await answer;
  expect(settled).toMatchObject({ ok: true });
  return settled.ok ? JSON.parse(settled.output) : undefined;
}

describe('lambda:invoke', () => {
  it('hands the payload over and shows what came back, with the SDK metadata', async () => {
    fake.answer = { status: 200, headers: { 'x-amz-executed-version': '$LATEST' }, body: '{"image":1}' };

    const result = await output(call('lambda:invoke', { FunctionName: 'validate', Payload: { key: 'k' } }));

    expect(fake.requests).toEqual([
      { path: '/2015-03-31/functions/validate/invocations', body: '{"key":"k"}' },
    ]);
    expect(result).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { image: 1 },
      SdkHttpMetadata: {
        AllHttpHeaders: { 'x-amz-executed-version': ['$LATEST'] },
        HttpHeaders: { 'x-amz-executed-version': '$LATEST' },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: 'request-1' },
      StatusCode: 200,
    });
  });

  it('fails with the function’s own error type, and its payload as compact JSON', async () => {
    fake.answer = {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType": "MaskEmpty", "errorMessage": "nothing selected"}',
    };

    expect(await call('lambda:invoke', { FunctionName: 'f' })).toEqual({
      ok: false,
      error: 'MaskEmpty',
      cause: '{"errorType":"MaskEmpty","errorMessage":"nothing selected"}',
    });
  });

  it.each([
    [429, 'TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    [500, 'ServiceException', 'Lambda.ServiceException'],
    [404, 'ResourceNotFoundException', 'Lambda.ResourceNotFoundException'],
    [500, 'SomethingNew', 'Lambda.AWSLambdaException'],
  ])('answers HTTP %i %s as %s', async (status, type, error) => {
    fake.answer = { status, headers: { 'x-amzn-errortype': type }, body: '{"message":"no"}' };

    expect(await call('lambda:invoke', { FunctionName: 'f' })).toEqual({
      ok: false,
      error,
      cause: `no (Service: AWSLambda; Status Code: ${status}; Error Code: ${type}; Request ID: request-1; Proxy: null)`,
    });
  });

  it('fails as a client error when nobody listens', async () => {
    const nobody = { lambda: 'http://127.0.0.1:1' };

    expect(await call('lambda:invoke', { FunctionName: 'f' }, {}, nobody)).toMatchObject({
      ok: false,
      error: 'Lambda.SdkClientException',
    });
  });
});

describe('a function’s own ARN', () => {
  const resource = 'arn:aws:lambda:us-east-1:123456789012:function:old';

  it('answers the payload alone', async () => {
    fake.answer = { status: 200, body: '[1, 2]' };

    expect(await call('lambda-arn', { a: 1 }, { kind: 'lambda-arn', resource })).toEqual({
      ok: true,
      output: '[1, 2]',
    });
  });

  it('keeps the runtime’s own text as the cause', async () => {
    const body = '{"errorMessage": "no", "errorType": "Exception"}';
    fake.answer = { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body };

    const answer = await call('lambda-arn', {}, { kind: 'lambda-arn', resource });

    expect(answer).toEqual({ ok: false, error: 'Exception', cause: body });
  });
});

describe('aws-sdk tasks', () => {
  const Key = { job_id: { S: 'a' } };

  it('call any action of a service, and answer what it answers and nothing else', async () => {
    const update = {
      TableName: 'Gen3DJobStatus',
      Key,
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'waiting' } },
    };

    expect(await output(call('aws-sdk:dynamodb:updateItem.waitForTaskToken', update))).toEqual({});
    const read = { TableName: 'Gen3DJobStatus', Key };
    expect(await output(call('aws-sdk:dynamodb:getItem', read))).toEqual({
      Item: { job_id: { S: 'a' }, status: { S: 'waiting' } },
    });
  });

  it('name errors of the API after the service', async () => {
    const put = {
      TableName: 'Gen3DJobStatus',
      Item: Key,
      ConditionExpression: 'attribute_exists(never)',
    };

    const answer = await call('aws-sdk:dynamodb:putItem', put);

    expect(answer).toMatchObject({ ok: false, error: 'DynamoDb.ConditionalCheckFailedException' });
    expect(answer).toHaveProperty(
      'cause',
      expect.stringMatching(
        / \(Service: DynamoDb, Status Code: 400, Request ID: .+\) \(SDK Attempt Count: 1\)$/,
      ),
    );
  });

  it('name other errors by the service alone', async () => {
    expect(await call('aws-sdk:dynamodb:getItem', { TableName: 'Gen3DJobStatus', Key: {} })).toMatchObject({
      ok: false,
      error: 'DynamoDb.DynamoDbException',
    });
  });

  it('write and read members in upper case also where the protocol has lower case, and dates as ISO 8601', async () => {
    fake.answer = { status: 200, body: '{"executionArn":"arn:x","startDate":1700000000.5}' };

    const result = await output(call('aws-sdk:sfn:startExecution', { StateMachineArn: 'arn:m', Name: 'n' }));

    expect(JSON.parse(fake.requests[0]?.body ?? '')).toEqual({ stateMachineArn: 'arn:m', name: 'n' });
    expect(result).toEqual({ ExecutionArn: 'arn:x', StartDate: '2023-11-14T22:13:20.500Z' });
  });

  it('add Exception to error names that lack it', async () => {
    fake.answer = {
      status: 400,
      headers: { 'x-amzn-errortype': 'InvalidToken' },
      body: '{"__type":"InvalidToken","message":"Invalid Token: \'Invalid token\'"}',
    };

    expect(await call('aws-sdk:sfn:sendTaskHeartbeat', { TaskToken: 't' })).toEqual({
      ok: false,
      error: 'Sfn.InvalidTokenException',
      cause:
        "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: request-1) (SDK Attempt Count: 1)",
    });
  });

  it('read a body as text', async () => {
    fake.answer = { status: 200, body: 'binary data' };

    const result = await output(call('aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k' }));

    expect(result).toMatchObject({ Body: 'binary data' });
  });

  it.each([
    ['aws-sdk:dynamodb:destroy', 'DynamoDb has no action destroy.'],
    ['aws-sdk:ec2:runInstances', 'This home has no service ec2.'],
    ['aws-sdk:sqs:sendMessage', 'This home has no service Sqs.'],
  ])('%s is refused: %s', async (resource, cause) => {
    expect(await call(resource, {})).toEqual({ ok: false, error: 'States.Runtime', cause });
  });
});

describe('the optimized integrations', () => {
  it('of DynamoDB add the SDK metadata', async () => {
    const put = { TableName: 'Gen3DJobStatus', Item: { job_id: { S: 'b' } } };

    expect(await output(call('dynamodb:putItem', put))).toMatchObject({
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
  });

  it('name errors in the older style', async () => {
    const answer = await call('dynamodb:getItem', { TableName: 'None', Key: { job_id: { S: 'b' } } });

    expect(answer).toMatchObject({ ok: false, error: 'DynamoDB.ResourceNotFoundException' });
    expect(answer).toHaveProperty(
      'cause',
      expect.stringContaining(
        '(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException;',
      ),
    );
  });

  it('of EventBridge send details as text, and fail for a refused entry', async () => {
    const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] };
    fake.answer = { status: 200, body: JSON.stringify(refused) };

    const answer = await call('events:putEvents', { Entries: [{ Source: 's', Detail: { a: 1 } }] });

    expect(JSON.parse(fake.requests[0]?.body ?? '')).toEqual({
      Entries: [{ Source: 's', Detail: '{"a":1}' }],
    });
    expect(answer).toMatchObject({ ok: false, error: 'EventBridge.FailedEntry' });
  });

  it('that the home does not know are refused', async () => {
    expect(await call('states:startExecution', {})).toMatchObject({ ok: false, error: 'States.Runtime' });
  });
});
