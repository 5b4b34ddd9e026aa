import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { names } from '#contracts/names.ts';
import { table } from '#tasks/core/clients.ts';
import { settings } from './environment.ts';

const TableName = settings.JOB_STATUS_TABLE;

/** The table with its index on a DynamoDB in memory, connected to the clients of the handlers. */
export async function startDatabase(): Promise<{ close(): Promise<void> }> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${port}`;
  await new DynamoDBClient({}).send(tableDefinition());
  return {
    close: () =>
      new Promise((resolve) => {
        table.destroy();
        server.close(() => resolve());
      }),
  };
}

export async function emptyTable(): Promise<void> {
  const { Items = [] } = await table.send(new ScanCommand({ TableName }));
  for (const { job_id } of Items) await table.send(new DeleteCommand({ TableName, Key: { job_id } }));
}

export async function putItem(item: Record<string, unknown>): Promise<void> {
  await table.send(new PutCommand({ TableName, Item: item }));
}

export async function getItem(key: string): Promise<Record<string, unknown> | undefined> {
  const found = await table.send(new GetCommand({ TableName, Key: { job_id: key }, ConsistentRead: true }));
  return found.Item;
}

function tableDefinition(): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['job_id', 'user_id', 'created_at'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: names.userIndex,
        KeySchema: [
          { AttributeName: 'user_id', KeyType: 'HASH' },
          { AttributeName: 'created_at', KeyType: 'RANGE' },
        ],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: [
            'session_id',
            'status',
            'task',
            'stage',
            'progress',
            'updated_at',
            'reason',
            'deleted_at',
          ],
        },
      },
    ],
  });
}
