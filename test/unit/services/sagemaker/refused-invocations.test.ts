import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { clientOptions, forger } from '../home.ts';
import { Bucket } from '../s3/bucket.ts';
import { EndpointName } from './endpoint.ts';
import { startWith } from './started.ts';

describe('InvokeEndpointAsync', () => {
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
