import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSecrets } from '#local/emulators/secrets.ts';
import type { Service, ServiceOptions } from '#local/emulators/service.ts';
import {
  accountId,
  clientOptions,
  credentials,
  region,
  removeFolder,
  serviceOptions,
  wrongSecret,
} from './fixture.ts';

const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:Ticket-AbCdEf`;
const bare = { template: undefined, key: undefined };
const made = { name: 'Ticket', arn, length: 64, ...bare };
const inJson = {
  name: 'Account',
  arn: arn.replace('Ticket', 'Account'),
  length: 20,
  template: '{"user":"gen3d"}',
  key: 'password',
};

let options: ServiceOptions;
let service: Service;
const start = () => startSecrets({ ...options, secrets: [made, inJson] });
const get = (SecretId: string, more = {}, as = credentials) =>
  new SecretsManagerClient(clientOptions(service.url, as)).send(
    new GetSecretValueCommand({ SecretId, ...more }),
  );

beforeEach(async () => {
  options = await serviceOptions();
  service = await start();
});
afterEach(async () => {
  await service.close();
  await removeFolder(options);
});

describe('Secrets Manager', () => {
  it('generates a secret with the length and alphabet of the template', async () => {
    const { SecretString, Name, ARN } = await get('Ticket');
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
    expect({ Name, ARN }).toEqual({ Name: 'Ticket', ARN: arn });
  });

  it('finds it by name, by ARN and by ARN without its suffix', async () => {
    const values = await Promise.all(['Ticket', arn, arn.slice(0, -7)].map((id) => get(id)));
    expect(new Set(values.map(({ SecretString }) => SecretString)).size).toBe(1);
  });

  it('keeps the same secret across restarts', async () => {
    const before = await get('Ticket');
    await service.close();
    service = await start();
    expect((await get('Ticket', { VersionId: before.VersionId })).SecretString).toBe(before.SecretString);
  });

  it("puts the generated text into the template's JSON", async () => {
    const { SecretString = '' } = await get('Account', { VersionStage: 'AWSCURRENT' });
    expect(JSON.parse(SecretString)).toEqual({ user: 'gen3d', password: expect.stringMatching(/^\w{20}$/) });
  });

  it.each([
    ['an unknown name', 'Other', {}],
    ['a stage that does not exist', 'Ticket', { VersionStage: 'AWSPREVIOUS' }],
    ['a version that does not exist', 'Ticket', { VersionId: crypto.randomUUID() }],
  ])('finds nothing for %s', async (_, id, more) => {
    await expect(get(id, more)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('returns nothing for a wrong secret', async () => {
    await expect(get('Ticket', {}, wrongSecret)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('rejects other operations', async () => {
    const list = new SecretsManagerClient(clientOptions(service.url)).send(new ListSecretsCommand({}));
    await expect(list).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('stores values in files that only the owner can read', async () => {
    const names = await readdir(options.folder);
    const modes = await Promise.all(names.map(async (name) => (await stat(join(options.folder, name))).mode));
    const ownerOnly = process.platform === 'win32' ? 0o666 : 0o600;
    expect(modes.map((mode) => mode & 0o777)).toEqual([ownerOnly, ownerOnly]);
  });
});
