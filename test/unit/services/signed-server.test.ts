import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '#local/services/aws-error.ts';
import { json } from '#local/services/http.ts';
import type { Service, ServiceOptions } from '#local/services/service.ts';
import { parseJson, type SignedCall, startSignedServer } from '#local/services/signed-server.ts';
import { clientOptions, credentials, forger, removeFolder, serviceOptions, stranger } from './home.ts';

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
        throw new AwsError(400, 'StateMachineDoesNotExist', 'No such machine.');
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
  it('hands a signed call to its handler', async () => {
    await expect(list('arn')).resolves.toMatchObject({ executions: [] });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', path: '/' });
  });

  it('answers a service error by its name', async () => {
    await expect(list('missing')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: 'No such machine.',
    });
  });

  it('answers a defect as an internal failure that tells nothing', async () => {
    await expect(list('defect')).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: { httpStatusCode: 500 },
    });
  });

  it('refuses a stranger, a forger and an unsigned request before the handler sees them', async () => {
    const before = seen.length;
    await expect(list('arn', stranger)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(list('arn', forger)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const unsigned = await fetch(service.url, { method: 'POST', body: '{}' });
    expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ]);
    expect(seen).toHaveLength(before);
  });

  it('refuses a body beyond its limit', async () => {
    await expect(list('x'.repeat(limit))).rejects.toMatchObject({ name: 'RequestEntityTooLarge' });
  });

  it('listens on loopback only', () => {
    expect(new URL(service.url).hostname).toBe('127.0.0.1');
  });
});
