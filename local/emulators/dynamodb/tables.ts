import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateTableCommandInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { callOperation } from './in-process.ts';

const Description = z.object({ Table: z.object({ TableStatus: z.string() }) });

/**
 * Creates missing tables and waits until all can be used.
 * @throws Error when dynalite rejects a definition, or an earlier start stopped while it created a table
 */
export async function ensureTables(
  dynalite: Server,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  for (const table of tables) {
    if ((await statusOf(dynalite, table.TableName)) === undefined) await create(dynalite, table);
    await untilActive(dynalite, table.TableName);
  }
}

async function create(dynalite: Server, table: CreateTableCommandInput): Promise<void> {
  const answer = await callOperation(dynalite, 'CreateTable', supported(table));
  if (answer.status !== 200)
    throw new Error(`Could not create the DynamoDB table ${table.TableName}: ${String(answer.body)}`);
}

async function untilActive(dynalite: Server, name: string | undefined): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await statusOf(dynalite, name)) === 'ACTIVE') return;
    await sleep(10);
  }
  throw new Error(`An earlier start left the DynamoDB table ${name} incomplete. Start again with --fresh.`);
}

async function statusOf(dynalite: Server, name: string | undefined): Promise<string | undefined> {
  const answer = await callOperation(dynalite, 'DescribeTable', { TableName: name });
  if (answer.status !== 200) return undefined;
  return Description.parse(JSON.parse(String(answer.body))).Table.TableStatus;
}

/**
 * The parts of a table that dynalite supports. Encryption, streams, tags and recovery have no effect locally.
 */
function supported(table: CreateTableCommandInput): CreateTableCommandInput {
  const { TableName, AttributeDefinitions, KeySchema, LocalSecondaryIndexes, GlobalSecondaryIndexes } = table;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(supportedIndex) }),
  };
}

function supportedIndex({ IndexName, KeySchema, Projection }: GlobalSecondaryIndex): GlobalSecondaryIndex {
  return { IndexName, KeySchema, Projection };
}
