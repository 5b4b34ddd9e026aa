import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { output, startTaskServices, type TaskServices } from './services.ts';

let services: TaskServices;

beforeEach(async () => {
  services = await startTaskServices();
});
afterEach(() => services.remove());

describe('the optimized integrations', () => {
  it('of DynamoDB add the SDK metadata', async () => {
    const put = { TableName: 'Gen3DJobStatus', Item: { job_id: { S: 'b' } } };

    expect(await output(services.call('dynamodb:putItem', put))).toMatchObject({
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
  });

  it('name errors in the older style', async () => {
    const answer = await services.call('dynamodb:getItem', {
      TableName: 'None',
      Key: { job_id: { S: 'b' } },
    });

    expect(answer).toMatchObject({ ok: false, error: 'DynamoDB.ResourceNotFoundException' });
    expect(answer).toHaveProperty(
      'cause',
      expect.stringContaining(
        '(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException;',
      ),
    );
  });

  it('of EventBridge send details as text, and fail when an entry is refused', async () => {
    const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] };
    services.fake.answer = { status: 200, body: JSON.stringify(refused) };

    const answer = await services.call('events:putEvents', { Entries: [{ Source: 's', Detail: { a: 1 } }] });

    expect(JSON.parse(services.fake.requests[0]?.body ?? '')).toEqual({
      Entries: [{ Source: 's', Detail: '{"a":1}' }],
    });
    expect(answer).toMatchObject({ ok: false, error: 'EventBridge.FailedEntry' });
  });

  it('are refused when they are not supported', async () => {
    expect(await services.call('states:startExecution', {})).toMatchObject({
      ok: false,
      error: 'States.Runtime',
    });
  });
});
