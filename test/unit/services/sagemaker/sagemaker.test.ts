import { PutObjectCommand } from '@aws-sdk/client-s3';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asyncKeys, inferenceIdOf } from '#tasks/core/keys.ts';
import { clientOptions, forger, region } from '../home.ts';
import { Bucket } from '../s3/bucket.ts';
import { EndpointName, endpoint, type SageMakerHome, startModel, startSageMakerHome } from './endpoint.ts';

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function startWith(reply: Parameters<typeof startModel>[0] = () => ({}), more = {}) {
  const model = await startModel(reply);
  const home: SageMakerHome = await startSageMakerHome(model.url, more);
  toClose.push(model.close, home.remove);
  return { model, home };
}

describe('InvokeEndpointAsync', () => {
  it('brings an inline body to the model, its answer to the given key, and tells', async () => {
    const { model, home } = await startWith(() => ({ body: '{"status":"success","n":1}' }));
    const accepted = await home.invoke({
      InferenceId: 'inference-1',
      ContentType: 'application/json',
      Accept: 'application/json',
      CustomAttributes: 'attribute',
      S3OutputPathExtension: 'gen3d-job',
      Filename: 'answer.json',
    });
    await home.told(1);
    const OutputLocation = `s3://${Bucket}/sagemaker-async-output/gen3d-job/answer.json`;
    expect(accepted).toMatchObject({
      InferenceId: 'inference-1',
      OutputLocation,
      FailureLocation: `s3://${Bucket}/sagemaker-async-failure/gen3d-job/answer.json`,
      $metadata: { httpStatusCode: 202 },
    });
    expect(model.calls).toMatchObject([
      {
        url: '/invocations',
        body: '{"task":"x"}',
        headers: {
          'content-type': 'application/json',
          'x-amzn-sagemaker-inference-id': 'inference-1',
          'x-amzn-sagemaker-custom-attributes': 'attribute',
        },
      },
    ]);
    expect(await home.read(OutputLocation)).toBe('{"status":"success","n":1}');
    expect(home.published).toEqual([
      {
        topic: 'arn:success',
        message: {
          awsRegion: region,
          eventTime: expect.any(String),
          receivedTime: expect.any(String),
          invocationStatus: 'Completed',
          requestParameters: {
            accept: 'application/json',
            contentType: 'application/json',
            endpointName: EndpointName,
          },
          responseParameters: { contentType: 'application/json', outputLocation: OutputLocation },
          inferenceId: 'inference-1',
          eventVersion: '1.0',
          eventSource: 'aws:sagemaker',
          eventName: 'InferenceResult',
        },
      },
    ]);
  });

  it('writes where the handlers look', async () => {
    const { home } = await startWith();
    const inferenceId = inferenceIdOf({ job_id: 'j', stage: 'embedding', round: 0, attempt: 0, redrive: 0 });
    const keys = asyncKeys('gen3d-job', inferenceId);
    const { extension, filename } = keys;
    const accepted = await home.invoke({
      InferenceId: inferenceId,
      S3OutputPathExtension: extension,
      Filename: filename,
    });
    expect([accepted.OutputLocation, accepted.FailureLocation]).toEqual([
      `s3://${Bucket}/${keys.output}`,
      `s3://${Bucket}/${keys.failure}`,
    ]);
  });

  it('reads the body from InputLocation and says so', async () => {
    const { model, home } = await startWith();
    await home.s3.client().send(new PutObjectCommand({ Bucket, Key: 'in.json', Body: '{"from":"S3"}' }));
    const InputLocation = `s3://${Bucket}/in.json`;
    const { InferenceId } = await home.invoke({ Body: undefined, InputLocation });
    await home.told(1);
    expect(model.calls[0]?.body).toBe('{"from":"S3"}');
    expect(home.published[0]?.message).toMatchObject({
      inferenceId: InferenceId,
      requestParameters: { inputLocation: InputLocation },
    });
  });

  it('runs jobs in their order, no more at once than the endpoint allows', async () => {
    let [running, most] = [0, 0];
    const { model, home } = await startWith(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return {};
    });
    for (const n of [1, 2, 3, 4]) await home.invoke({ Body: Buffer.from(`${n}`) });
    await home.told(4);
    expect(model.calls.map(({ body }) => body)).toEqual(['1', '2', '3', '4']);
    expect(most).toBe(1);
    expect(home.service.backlog(EndpointName)).toBe(0);
  });

  it.each<[string, object]>([
    ['no body at all', { Body: undefined }],
    ['a body and a location', { InputLocation: `s3://${Bucket}/in.json` }],
    ['a body beyond 128,000 bytes', { Body: Buffer.alloc(128_001) }],
    ['an InferenceId beyond 64 characters', { InferenceId: 'x'.repeat(65) }],
    ['a file name beyond 32 characters', { Filename: `${'x'.repeat(28)}.json` }],
    ['a path extension that leaves S3', { S3OutputPathExtension: 's3://other' }],
    ['a TTL below a minute', { RequestTTLSeconds: 59 }],
    ['an invocation timeout beyond an hour', { InvocationTimeoutSeconds: 3601 }],
    ['an endpoint that does not exist', { EndpointName: 'other' }],
  ])('refuses %s', async (_, input) => {
    const { model, home } = await startWith();
    await expect(home.invoke(input)).rejects.toMatchObject({
      name: expect.stringMatching(/^(ValidationError|RequestEntityTooLarge)$/),
    });
    expect(model.calls).toEqual([]);
  });

  it('takes a body of exactly 128,000 bytes', async () => {
    const { model, home } = await startWith();
    await home.invoke({ Body: Buffer.alloc(128_000, 'x') });
    await home.told(1);
    expect(model.calls[0]?.body).toHaveLength(128_000);
  });

  it('refuses a forger, and synchronous invocations', async () => {
    const { home } = await startWith();
    await expect(home.invoke({}, forger)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const client = new SageMakerRuntimeClient(clientOptions(home.service.url));
    const synchronous = client.send(new InvokeEndpointCommand({ EndpointName, Body: Buffer.from('x') }));
    await expect(synchronous).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('a job that fails', () => {
  it('leaves what the model said and tells the error topic', async () => {
    const { home } = await startWith(() => ({ status: 500, body: 'out of memory' }));
    const { FailureLocation } = await home.invoke({ InferenceId: 'failing' });
    await home.told(1);
    expect(await home.read(FailureLocation)).toBe('out of memory');
    expect(home.published).toMatchObject([
      {
        topic: 'arn:error',
        message: {
          invocationStatus: 'Failed',
          inferenceId: 'failing',
          failureReason: expect.stringContaining('status 500'),
          responseParameters: { failureLocation: FailureLocation },
        },
      },
    ]);
  });

  it('fails when the model takes longer than its invocation timeout', async () => {
    const { home } = await startWith(() => new Promise(() => {}));
    await home.invoke({ InvocationTimeoutSeconds: 1 });
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The model took longer than 1 seconds.');
  });

  it('fails when its input does not exist', async () => {
    const { home } = await startWith();
    await home.invoke({ Body: undefined, InputLocation: `s3://${Bucket}/missing` });
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The object at InputLocation does not exist.');
  });

  it('expires when it has waited longer than its TTL', async () => {
    const { model, home } = await startWith(() => new Promise(() => {}));
    await home.invoke({ InferenceId: 'too late', RequestTTLSeconds: 60 });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await home.restart();
    await home.told(1);
    vi.useRealTimers();
    expect(home.published).toMatchObject([
      { topic: 'arn:error', message: { invocationStatus: 'Expired', inferenceId: 'too late' } },
    ]);
    expect(model.calls).toHaveLength(1);
  });

  it('fails when the model server never comes', async () => {
    const closed = await startModel(() => ({}));
    await closed.close();
    const home = await startSageMakerHome(closed.url, { modelStartMs: 1 });
    toClose.push(home.remove);
    await home.invoke();
    await home.told(1);
    expect(home.published[0]?.message.failureReason).toBe('The model server does not accept connections.');
  });
});

describe('a job that meets trouble', () => {
  it('waits for a model server that is still starting', async () => {
    const early = await startModel(() => ({}));
    await early.close();
    const home = await startSageMakerHome(early.url);
    toClose.push(home.remove);
    await home.invoke();
    const late = await startModel(() => ({}), Number(new URL(early.url).port));
    toClose.push(late.close);
    await home.told(1);
    expect(home.published[0]?.topic).toBe('arn:success');
  });

  it('runs again when the home stopped in the middle', async () => {
    let first = true;
    const { model, home } = await startWith(() => {
      if (!first) return {};
      first = false;
      return new Promise(() => {});
    });
    await home.invoke({ InferenceId: 'again' });
    await vi.waitFor(() => expect(model.calls).toHaveLength(1));
    await home.restart();
    await home.told(1);
    expect(home.published[0]?.message).toMatchObject({ inferenceId: 'again', invocationStatus: 'Completed' });
  });

  it('is over only when the notification was taken', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let refusals = 1;
    const told: string[] = [];
    const publish = (_: string, message: string) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('the topic is not there yet');
      told.push(message);
    };
    const { model, home } = await startWith(() => ({}), { publish });
    await home.invoke();
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 5000 });
    expect(model.calls).toHaveLength(2);
    log.mockRestore();
  });

  it('tells nobody where the template has no topics', async () => {
    const quiet = { ...endpoint, successTopicArn: undefined, failurePath: undefined };
    const { home } = await startWith(() => ({}), { endpoints: [quiet] });
    const { FailureLocation } = await home.invoke();
    await vi.waitFor(() => expect(home.service.backlog(EndpointName)).toBe(0));
    expect([FailureLocation, home.published]).toEqual([undefined, []]);
  });
});
