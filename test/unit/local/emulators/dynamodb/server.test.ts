import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDynamoDb } from '#local/emulators/dynamodb/server.ts';
import type { Service, ServiceOptions } from '#local/emulators/service.ts';
import { startCrashableService } from '../crashable-service.ts';
import {
  clientOptions,
  credentials,
  jobTable,
  removeFolder,
  serviceOptions,
  unknownKey,
  wrongSecret,
} from '../fixture.ts';

let options: ServiceOptions;
let service: Service;
const start = () => startDynamoDb({ ...options, tables: [jobTable] });
const client = (url: string, as = credentials) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(url, as)));
const { TableName = '' } = jobTable;
const row = { job_id: 'gen3d-1', user_id: 'u', created_at: '2026-11-22T21:00:00.000Z', status: 'processing' };
const get = (url: string, job_id: string) =>
  client(url).send(new GetCommand({ TableName, Key: { job_id }, ConsistentRead: true }));

beforeEach(async () => {
  options = await serviceOptions();
  service = await start();
});
afterEach(async () => {
  await service.close();
  await removeFolder(options);
});

describe('DynamoDB', () => {
  it('supports conditions, updates and the index of the table it created', async () => {
    const documents = client(service.url);
    const put = new PutCommand({ TableName, Item: row, ConditionExpression: 'attribute_not_exists(job_id)' });
    await documents.send(put);
    await expect(documents.send(put)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { job_id: row.job_id },
        UpdateExpression: 'SET #s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': 'completed' },
      }),
    );
    const listed = await documents.send(
      new QueryCommand({
        TableName,
        IndexName: 'user-index',
        KeyConditionExpression: 'user_id = :u',
        ExpressionAttributeValues: { ':u': 'u' },
      }),
    );
    expect(listed.Items).toEqual([{ ...row, status: 'completed' }]);
  });

  it('names what is wrong with a request', async () => {
    const wrong = new PutItemCommand({ TableName, Item: { other: { S: 'x' } } });
    await expect(client(service.url).send(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
    const missing = new GetCommand({ TableName: 'NoSuchTable', Key: { job_id: 'x' } });
    await expect(client(service.url).send(missing)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('reads and writes nothing for an unknown key or a wrong secret', async () => {
    const put = new PutCommand({ TableName, Item: row });
    await expect(client(service.url, unknownKey).send(put)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(client(service.url, wrongSecret).send(put)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    expect((await get(service.url, row.job_id)).Item).toBeUndefined();
  });

  it('keeps its items across a restart', async () => {
    await client(service.url).send(new PutCommand({ TableName, Item: row }));
    await service.close();
    service = await start();
    expect((await get(service.url, row.job_id)).Item).toEqual(row);
  });
});

describe('DynamoDB at its start', () => {
  it('deletes a store whose first start did not finish', async () => {
    await client(service.url).send(new PutCommand({ TableName, Item: row }));
    await service.close();
    await rm(join(options.folder, 'complete'));
    service = await start();
    expect((await get(service.url, row.job_id)).Item).toBeUndefined();
  });

  it('fails on a damaged store', async () => {
    await service.close();
    const manifest = join(options.folder, 'leveldb', 'CURRENT');
    const before = await readFile(manifest);
    await writeFile(manifest, 'rubbish');
    await expect(start()).rejects.toMatchObject({ code: 'LEVEL_DATABASE_NOT_OPEN' });
    await writeFile(manifest, before);
    service = await start();
  });

  it('names a table that cannot be created', async () => {
    const tables = [{ ...jobTable, TableName: 'x' }];
    await service.close();
    await expect(startDynamoDb({ ...options, tables })).rejects.toThrow(
      'Could not create the DynamoDB table x',
    );
    service = await start();
  });
});

describe('a service that cannot start', () => {
  it('leaves its folder free for the next start', async () => {
    const other = await serviceOptions();
    const taken = Number(new URL(service.url).port);
    const start = (port: number) => startDynamoDb({ ...other, port, tables: [jobTable] });
    await expect(start(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const second = await start(0);
    expect((await get(second.url, 'nobody')).Item).toBeUndefined();
    await second.close();
    await removeFolder(other);
  });
});

describe('DynamoDB after kill -9', () => {
  it('has every acknowledged write', async () => {
    await service.close();
    const crashable = await startCrashableService('dynamodb', options.folder);
    const documents = client(crashable.url);
    const ids = Array.from({ length: 200 }, (_, n) => `gen3d-${n}`);
    await Promise.all(
      ids.map((job_id) => documents.send(new PutCommand({ TableName, Item: { ...row, job_id } }))),
    );
    await crashable.kill();
    service = await start();
    const stored = await Promise.all(ids.map(async (id) => (await get(service.url, id)).Item?.job_id));
    expect(stored).toEqual(ids);
  });
});
