import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { asyncKeys, inferenceIdOf } from '#contracts/keys.ts';
import { region } from '../fixture.ts';
import { Bucket } from '../s3/fixture.ts';
import { EndpointName } from './fixture.ts';
import { startWith } from './started.ts';

describe('InvokeEndpointAsync', () => {
  it('sends an inline body to the model, stores the result under the given key, and notifies', async () => {
    const { model, fixture } = await startWith(() => ({ body: '{"status":"success","n":1}' }));
    const accepted = await fixture.invoke({
      InferenceId: 'inference-1',
      ContentType: 'application/json',
      Accept: 'application/json',
      CustomAttributes: 'attribute',
      S3OutputPathExtension: 'gen3d-job',
      Filename: 'answer.json',
    });
    await fixture.notified(1);
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
    expect(await fixture.read(OutputLocation)).toBe('{"status":"success","n":1}');
    expect(fixture.published).toEqual([
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

  it('writes to the keys that the handlers read', async () => {
    const { fixture } = await startWith();
    const inferenceId = inferenceIdOf({ job_id: 'j', stage: 'embedding', round: 0, attempt: 0, redrive: 0 });
    const keys = asyncKeys('gen3d-job', inferenceId);
    const { extension, filename } = keys;
    const accepted = await fixture.invoke({
      InferenceId: inferenceId,
      S3OutputPathExtension: extension,
      Filename: filename,
    });
    expect([accepted.OutputLocation, accepted.FailureLocation]).toEqual([
      `s3://${Bucket}/${keys.output}`,
      `s3://${Bucket}/${keys.failure}`,
    ]);
  });

  it('reads the body from InputLocation and names it in the notification', async () => {
    const { model, fixture } = await startWith();
    await fixture.s3.client().send(new PutObjectCommand({ Bucket, Key: 'in.json', Body: '{"from":"S3"}' }));
    const InputLocation = `s3://${Bucket}/in.json`;
    const { InferenceId } = await fixture.invoke({ Body: undefined, InputLocation });
    await fixture.notified(1);
    expect(model.calls[0]?.body).toBe('{"from":"S3"}');
    expect(fixture.published[0]?.message).toMatchObject({
      inferenceId: InferenceId,
      requestParameters: { inputLocation: InputLocation },
    });
  });

  it('runs jobs in order, no more at a time than the endpoint allows', async () => {
    let [running, most] = [0, 0];
    const { model, fixture } = await startWith(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return {};
    });
    for (const n of [1, 2, 3, 4]) await fixture.invoke({ Body: Buffer.from(`${n}`) });
    await fixture.notified(4);
    expect(model.calls.map(({ body }) => body)).toEqual(['1', '2', '3', '4']);
    expect(most).toBe(1);
    expect(fixture.service.backlog(EndpointName)).toBe(0);
  });
});
