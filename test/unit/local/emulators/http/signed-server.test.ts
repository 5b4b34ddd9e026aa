import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '#local/emulators/http/aws-error.ts';
import { json } from '#local/emulators/http/server.ts';
import { parseJson, type SignedCall, startSignedServer } from '#local/emulators/http/signed-server.ts';
import type { Service, ServiceOptions } from '#local/emulators/service.ts';
import {
  clientOptions,
  credentials,
  removeFolder,
  serviceOptions,
  unknownKey,
  wrongSecret,
} from '../fixture.ts';

const limit = 1000;
const seen: SignedCall[] = [];
let options: ServiceOptions;
let service: Service;

beforeAll(async () => {
  options = await serviceOptions();
  service = await startSignedServer(options, {
    service: 'states',
    bodyLimit: limit,
    async handle(call) {
      seen.push(call);
      const body = parseJson(call.body);
      if (JSON.stringify(body).includes('missing'))
        throw new AwsError(400, 'StateMachineDoesNotExist', 'No such state machine.');
      if (JSON.stringify(body).includes('defect')) throw new TypeError('a defect');
      return json(200, { executions: [] });
    },
  });
});
afterAll(async () => {
  await service.close();
  await removeFolder(options);
});

const list = (stateMachineArn: string, as = credentials) =>
  new SFNClient(clientOptions(service.url, as)).send(new ListExecutionsCommand({ stateMachineArn }));

describe('a signed server', () => {
  it('passes a signed call to its handler', async () => {
    await expect(list('arn')).resolves.toMatchObject({ executions: [] });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', path: '/' });
  });

  it("returns a service error under the service's name for it", async () => {
    await expect(list('missing')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: 'No such state machine.',
    });
  });

  it('returns an unexpected error as an internal failure without details', async () => {
    await expect(list('defect')).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: { httpStatusCode: 500 },
    });
  });

  it('rejects an unknown key, a wrong secret and an unsigned request before the handler sees them', async () => {
    const before = seen.length;
    await expect(list('arn', unknownKey)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(list('arn', wrongSecret)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const unsigned = await fetch(service.url, { method: 'POST', body: '{}' });
    expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ]);
    expect(seen).toHaveLength(before);
  });

  it('rejects a body over its limit', async () => {
    await expect(list('x'.repeat(limit))).rejects.toMatchObject({ name: 'RequestEntityTooLarge' });
  });

  it('listens on loopback only', () => {
    expect(new URL(service.url).hostname).toBe('127.0.0.1');
  });
});
