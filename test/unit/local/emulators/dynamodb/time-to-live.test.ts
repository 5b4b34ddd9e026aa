import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDynamoDb } from '#local/emulators/dynamodb/server.ts';
import type { Service, ServiceOptions } from '#local/emulators/service.ts';
import { clientOptions, jobTable, removeFolder, serviceOptions } from '../fixture.ts';

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
  it('are removed at the next start after they expire, and not before', async () => {
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

  it('are removed within the hour while the service runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await restart();
    await put('spent', start + day);

    now = start + 2 * day;
    vi.advanceTimersByTime(3_600_000);

    await expect.poll(left).toEqual([]);
  });

  it('are kept when the attribute is not a number or more than five years old', async () => {
    await put('text', `${start}`);
    await put('mistake', start - 6 * 365 * day);
    await put('spent', start - day);

    await restart();

    await expect.poll(left).toEqual(['mistake', 'text']);
  });

  it('are all removed, however many there are', async () => {
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
