import './environment.ts';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { sagemaker, secrets, ses, sfn } from '#tasks/core/clients.ts';
import { emptyTable, startDatabase } from './database.ts';
import { FakeS3 } from './fake-s3.ts';

export const downloadTokenSecret = { current: 'k1', k1: 'a-key-of-more-than-thirty-two-characters' };

/**
 * Dependencies of the handlers: a table in memory, and fakes of the other services at the SDK's boundary. Call it once at
 * the top of a test file.
 */
export function liveIn() {
  const fixtures = {
    s3: new FakeS3(),
    sfn: mockClient(sfn),
    sagemaker: mockClient(sagemaker),
    ses: mockClient(ses),
    secrets: mockClient(secrets),
    /** Every line logged in this test. */
    logged: [] as string[],
  };
  let database: { close(): Promise<void> };
  beforeAll(async () => {
    database = await startDatabase();
  });
  beforeEach(() => {
    fixtures.s3.reset();
    for (const mock of [fixtures.sfn, fixtures.sagemaker, fixtures.ses, fixtures.secrets]) mock.reset();
    fixtures.sfn.onAnyCommand().resolves({});
    fixtures.sagemaker.onAnyCommand().resolves({});
    fixtures.ses.onAnyCommand().resolves({});
    fixtures.secrets
      .on(GetSecretValueCommand)
      .resolves({ SecretString: JSON.stringify(downloadTokenSecret) });
    fixtures.logged = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => {
        fixtures.logged.push(String(line));
        return true;
      });
    }
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await emptyTable();
  });
  afterAll(async () => {
    await database.close();
  });
  return fixtures;
}
