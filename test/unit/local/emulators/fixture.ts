import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { ServiceOptions } from '#local/emulators/service.ts';

export const region = 'us-east-1';
export const accountId = '123456789012';
export const credentials = {
  accessKeyId: 'AKIAGEN3DHOME0000000',
  secretAccessKey: 'a-local-secret',
};
export const unknownKey = { accessKeyId: 'AKIASTRANGER00000000', secretAccessKey: 'another-secret' };
/** The right key id with a wrong secret. */
export const wrongSecret = { ...credentials, secretAccessKey: 'guessed' };

/** Options of a service with a new folder. */
export async function serviceOptions(): Promise<ServiceOptions> {
  return { folder: await mkdtemp(join(tmpdir(), 'gen3d-service-')), credentials, region, accountId, port: 0 };
}

export async function removeFolder(options: ServiceOptions): Promise<void> {
  await rm(options.folder, { recursive: true, force: true });
}

/** Settings of an SDK client for a local service. It does not retry, so that tests see each error. */
export function clientOptions(endpoint: string, as = credentials) {
  return { endpoint, region, credentials: as, maxAttempts: 1 };
}

/** The project's table, with members that DynamoDB supports and dynalite does not. */
export const jobTable: CreateTableCommandInput = {
  TableName: 'Gen3DJobStatus',
  AttributeDefinitions: [
    { AttributeName: 'job_id', AttributeType: 'S' },
    { AttributeName: 'user_id', AttributeType: 'S' },
    { AttributeName: 'created_at', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'user-index',
      KeySchema: [
        { AttributeName: 'user_id', KeyType: 'HASH' },
        { AttributeName: 'created_at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['status'] },
    },
  ],
  SSESpecification: { Enabled: true },
  DeletionProtectionEnabled: true,
};
