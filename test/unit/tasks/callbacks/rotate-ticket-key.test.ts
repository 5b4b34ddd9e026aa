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
import { parseKeySet } from '#tasks/core/download-token/key-set.ts';
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

describe('the rotation of the download token keys', () => {
  it('adds a new current key and keeps the former ones', async () => {
    await step('createSecret');

    const [put] = secrets.commandCalls(PutSecretValueCommand);
    const { SecretString = '', ...rest } = put?.args[0].input ?? {};
    expect(rest).toEqual({ SecretId, ClientRequestToken: version, VersionStages: ['AWSPENDING'] });
    const { current, byId } = parseKeySet(SecretString);
    expect(current).toMatch(/^k\d{10}$/);
    expect(byId.get('k1')).toBe('x'.repeat(64));
  });

  it('keeps the version that an earlier attempt created', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: former });

    await step('createSecret');

    expect(secrets.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  it('checks that the functions can read the new version, and stops when they cannot', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: '{}' });
    await expect(step('testSecret')).rejects.toMatchObject({ code: 'TicketSecretInvalid' });

    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).resolves({ SecretString: former });
    await expect(step('testSecret')).resolves.toBeUndefined();
  });

  it('checks the current version during setup, when there is no new one', async () => {
    await expect(step('testSecret')).resolves.toBeUndefined();
  });

  it('never makes an unwritten version current', async () => {
    secrets.on(DescribeSecretCommand).resolves({
      VersionIdsToStages: { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] },
    });

    await expect(step('finishSecret')).rejects.toMatchObject({ code: 'TicketSecretInvalid' });
    expect(secrets.commandCalls(UpdateSecretVersionStageCommand)).toHaveLength(0);
  });

  it('makes the new version current, once', async () => {
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

  it('does nothing in the setSecret step', async () => {
    await step('setSecret');

    expect(secrets.calls()).toHaveLength(0);
  });

  it('rejects another secret', async () => {
    const other = step('createSecret', { SecretId: 'another-secret' });

    await expect(other).rejects.toMatchObject({ code: 'SecretUnknown' });
    expect(secrets.calls()).toHaveLength(0);
  });

  it('throws when Secrets Manager fails, so that Lambda retries', async () => {
    secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPENDING' }).rejects(new Error('throttled'));

    await expect(step('createSecret')).rejects.toThrow('throttled');
  });
});
