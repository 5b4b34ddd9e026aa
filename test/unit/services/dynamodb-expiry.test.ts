import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDynamoDb } from '#local/services/dynamodb.ts';
import type { Service, ServiceOptions } from '#local/services/service.ts';
import { clientOptions, jobTable, removeFolder, serviceOptions } from './home.ts';

const { TableName = '' } = jobTable;
const start = 1_800_000_000;
const day = 24 * 3_600;

let options: ServiceOptions;
let service: Service;
/** Epoch seconds. */
let now = start;

const restart = async () => {
  await service?.close();
  const tables = [{ ...jobTable, timeToLive: 'expires_at' }];
  service = await startDynamoDb({ ...options, tables, now: () => now * 1_000 });
};
const documents = () => DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(service.url)));
const put = (job_id: string, expires_at?: unknown) =>
  documents().send(new PutCommand({ TableName, Item: { job_id, expires_at } }));
const left = async () => {
  const { Items = [] } = await documents().send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map(({ job_id }) => job_id).sort();
};

beforeEach(async () => {
  now = start;
  options = await serviceOptions();
  await restart();
});
afterEach(async () => {
  vi.useRealTimers();
  await service.close();
  await removeFolder(options);
});

describe('items of a table with a time to live', () => {
  it('go with the next start once it is over, and not before', async () => {
    await put('spent', start + day);
    await put('fresh', start + 3 * day);
    await put('endless');

    now = start + day - 1;
    await restart();
    const before = await left();
    now = start + 2 * day;
    await restart();

    expect(before).toEqual(['endless', 'fresh', 'spent']);
    await expect.poll(left).toEqual(['endless', 'fresh']);
  });

  it('go within the hour while the home runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await restart();
    await put('spent', start + day);

    now = start + 2 * day;
    vi.advanceTimersByTime(3_600_000);

    await expect.poll(left).toEqual([]);
  });

  it('stay when the attribute is no number, or lies back further than can be meant', async () => {
    await put('text', `${start}`);
    await put('mistake', start - 6 * 365 * day);
    await put('spent', start - day);

    await restart();

    await expect.poll(left).toEqual(['mistake', 'text']);
  });

  it('are many, and all go', async () => {
    const padding = 'x'.repeat(100_000);
    for (let i = 0; i < 25; i += 1)
      await documents().send(
        new PutCommand({ TableName, Item: { job_id: `spent-${i}`, expires_at: start, padding } }),
      );

    now = start + 1;
    await restart();

    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  });
});
