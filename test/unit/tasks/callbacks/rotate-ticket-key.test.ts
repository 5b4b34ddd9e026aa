import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/callbacks/rotate-ticket-key.ts';
import { parseTicketKeys } from '#tasks/core/ticket/keys.ts';
import { context } from '../support/calls.ts';
import { settings } from '../support/environment.ts';

const secrets = mockClient(SecretsManagerClient);
const SecretId = settings.TICKET_SECRET_ID;
const version = 'c0ffee00-0000-4000-8000-000000000001';
const former = JSON.stringify({ current: 'k1', k1: 'x'.repeat(64) });

const step = (Step: string, changes = {}) =>
  handler({ Step, SecretId, ClientRequestToken: version, ...changes }, context);
const missing = () => new ResourceNotFoundException({ message: 'not there', $metadata: {} });

beforeEach(() => {
  secrets.reset();
  secrets.on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' }).resolves({ SecretString: former });
  secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).rejects(missing());
});

describe('a rotation of the ticket keys', () => {
  it('first puts a new current key beside the former ones', async () => {
    await step('createSecret');

    const [put] = secrets.commandCalls(PutSecretValueCommand);
    const { SecretString = '', ...rest } = put?.args[0].input ?? {};
    expect(rest).toEqual({ SecretId, ClientRequestToken: version, VersionStages: ['AWSPENDING'] });
    const { current, byId } = parseTicketKeys(SecretString);
    expect(current).toMatch(/^k\d{10}$/);
    expect(byId.get('k1')).toBe('x'.repeat(64));
  });

  it('keeps the version that an earlier try has made', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: former });

    await step('createSecret');

    expect(secrets.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  it('tests that the functions can read the new version, and stops when they cannot', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: '{}' });
    await expect(step('testSecret')).rejects.toMatchObject({ code: 'TicketSecretInvalid' });

    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: former });
    await expect(step('testSecret')).resolves.toBeUndefined();
  });

  it('tests the current version while it is set up, when there is no new one yet', async () => {
    await expect(step('testSecret')).resolves.toBeUndefined();
  });

  it('never makes a version current that was not written', async () => {
    secrets.on(DescribeSecretCommand).resolves({
      VersionIdsToStages: { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] },
    });

    await expect(step('finishSecret')).rejects.toMatchObject({ code: 'TicketSecretInvalid' });
    expect(secrets.commandCalls(UpdateSecretVersionStageCommand)).toHaveLength(0);
  });

  it('last makes the new version the current one, once', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: former });
    secrets.on(DescribeSecretCommand).resolves({
      VersionIdsToStages: { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] },
    });
    await step('finishSecret');
    secrets.on(DescribeSecretCommand).resolves({ VersionIdsToStages: { [version]: ['AWSCURRENT'] } });
    await step('finishSecret');

    const moves = secrets.commandCalls(UpdateSecretVersionStageCommand).map(({ args }) => args[0].input);
    expect(moves).toEqual([
      { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: version, RemoveFromVersionId: 'old' },
    ]);
  });

  it('has nothing to set elsewhere', async () => {
    await step('setSecret');

    expect(secrets.calls()).toHaveLength(0);
  });

  it('touches no other secret', async () => {
    const other = step('createSecret', { SecretId: 'another-secret' });

    await expect(other).rejects.toMatchObject({ code: 'SecretUnknown' });
    expect(secrets.calls()).toHaveLength(0);
  });

  it('tells a failure of Secrets Manager, so that it is tried again', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).rejects(new Error('throttled'));

    await expect(step('createSecret')).rejects.toThrow('throttled');
  });
});
