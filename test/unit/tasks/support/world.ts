import './environment.ts';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ses } from '#tasks/core/clients/mail.ts';
import { sagemaker } from '#tasks/core/clients/sagemaker.ts';
import { secrets } from '#tasks/core/clients/secrets.ts';
import { sfn } from '#tasks/core/clients/step-functions.ts';
import { emptyTable, startDatabase } from './database.ts';
import { FakeS3 } from './fake-s3.ts';

export const ticketSecret = { current: 'k1', k1: 'a-key-of-more-than-thirty-two-characters' };

/**
 * What the handlers live in: a real table (in memory), and the other services faked at the SDK's boundary. Call it
 * once at the top of a test file.
 */
export function liveIn() {
  const world = {
    s3: new FakeS3(),
    sfn: mockClient(sfn),
    sagemaker: mockClient(sagemaker),
    ses: mockClient(ses),
    secrets: mockClient(secrets),
    /** Every line that was logged in this test. */
    logged: [] as string[],
  };
  let database: { close(): Promise<void> };
  beforeAll(async () => {
    database = await startDatabase();
  });
  beforeEach(() => {
    world.s3.reset();
    for (const mock of [world.sfn, world.sagemaker, world.ses, world.secrets]) mock.reset();
    world.sfn.onAnyCommand().resolves({});
    world.sagemaker.onAnyCommand().resolves({});
    world.ses.onAnyCommand().resolves({});
    world.secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(ticketSecret) });
    world.logged = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => {
        world.logged.push(String(line));
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
  return world;
}
