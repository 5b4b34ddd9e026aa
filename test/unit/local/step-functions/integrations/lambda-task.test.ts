import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { output, startTaskServices, type TaskServices } from './services.ts';

let services: TaskServices;

beforeEach(async () => {
  services = await startTaskServices();
});
afterEach(() => services.remove());

describe('lambda:invoke', () => {
  it('sends the payload and returns the result with the SDK metadata', async () => {
    services.fake.answer = {
      status: 200,
      headers: { 'x-amz-executed-version': '$LATEST' },
      body: '{"image":1}',
    };

    const result = await output(
      services.call('lambda:invoke', { FunctionName: 'validate', Payload: { key: 'k' } }),
    );

    expect(services.fake.requests).toEqual([
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
    services.fake.answer = {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType": "MaskEmpty", "errorMessage": "nothing selected"}',
    };

    expect(await services.call('lambda:invoke', { FunctionName: 'f' })).toEqual({
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
  ])('turns HTTP %i %s into %s', async (status, type, error) => {
    services.fake.answer = { status, headers: { 'x-amzn-errortype': type }, body: '{"message":"no"}' };

    expect(await services.call('lambda:invoke', { FunctionName: 'f' })).toEqual({
      ok: false,
      error,
      cause: `no (Service: AWSLambda; Status Code: ${status}; Error Code: ${type}; Request ID: request-1; Proxy: null)`,
    });
  });

  it('fails as a client error when nothing listens', async () => {
    const unreachable = { lambda: 'http://127.0.0.1:1' };

    expect(await services.call('lambda:invoke', { FunctionName: 'f' }, {}, unreachable)).toMatchObject({
      ok: false,
      error: 'Lambda.SdkClientException',
    });
  });
});

describe('a function’s own ARN', () => {
  const resource = 'arn:aws:lambda:us-east-1:123456789012:function:old';

  it('returns the payload alone', async () => {
    services.fake.answer = { status: 200, body: '[1, 2]' };

    expect(await services.call('lambda-arn', { a: 1 }, { kind: 'lambda-arn', resource })).toEqual({
      ok: true,
      output: '[1, 2]',
    });
  });

  it('keeps the runtime’s own text as the cause', async () => {
    const body = '{"errorMessage": "no", "errorType": "Exception"}';
    services.fake.answer = { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body };

    const answer = await services.call('lambda-arn', {}, { kind: 'lambda-arn', resource });

    expect(answer).toEqual({ ok: false, error: 'Exception', cause: body });
  });
});
