import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { clientOptions, wrongSecret } from '../fixture.ts';
import { Bucket } from '../s3/fixture.ts';
import { EndpointName } from './fixture.ts';
import { startWith } from './started.ts';

describe('InvokeEndpointAsync', () => {
  it.each<[string, object]>([
    ['no body at all', { Body: undefined }],
    ['a body and a location', { InputLocation: `s3://${Bucket}/in.json` }],
    ['a body over 128,000 bytes', { Body: Buffer.alloc(128_001) }],
    ['an InferenceId over 64 characters', { InferenceId: 'x'.repeat(65) }],
    ['a file name over 32 characters', { Filename: `${'x'.repeat(28)}.json` }],
    ['a path extension that leaves the prefix', { S3OutputPathExtension: 's3://other' }],
    ['a TTL under a minute', { RequestTTLSeconds: 59 }],
    ['an invocation timeout over an hour', { InvocationTimeoutSeconds: 3601 }],
    ['an endpoint that does not exist', { EndpointName: 'other' }],
  ])('rejects %s', async (_, input) => {
    const { model, fixture } = await startWith();
    await expect(fixture.invoke(input)).rejects.toMatchObject({
      name: expect.stringMatching(/^(ValidationError|RequestEntityTooLarge)$/),
    });
    expect(model.calls).toEqual([]);
  });

  it('accepts a body of exactly 128,000 bytes', async () => {
    const { model, fixture } = await startWith();
    await fixture.invoke({ Body: Buffer.alloc(128_000, 'x') });
    await fixture.notified(1);
    expect(model.calls[0]?.body).toHaveLength(128_000);
  });

  it('rejects a wrong secret, and synchronous invocations', async () => {
    const { fixture } = await startWith();
    await expect(fixture.invoke({}, wrongSecret)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    const client = new SageMakerRuntimeClient(clientOptions(fixture.service.url));
    const synchronous = client.send(new InvokeEndpointCommand({ EndpointName, Body: Buffer.from('x') }));
    await expect(synchronous).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
