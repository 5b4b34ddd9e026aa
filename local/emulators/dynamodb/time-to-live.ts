import type { Server } from 'node:http';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { logUnexpected } from '../http/aws-error.ts';
import { callOperation } from './in-process.ts';

/** A table, and the number attribute that holds an item's expiry in epoch seconds. */
export interface TableDefinition extends CreateTableCommandInput {
  readonly timeToLive?: string;
}

/** DynamoDB only promises "within a few days". */
const purgeIntervalMs = 3_600_000;
/**
 * Items that expired more than five years ago are kept, as in DynamoDB: such a time is probably a mistake.
 */
const maxAgeSeconds = 5 * 365 * 24 * 3_600;

const Value = z.record(z.string(), z.unknown());
const Page = z.object({
  Items: z.array(z.record(z.string(), Value)),
  LastEvaluatedKey: z.record(z.string(), Value).optional(),
});
type Page = z.infer<typeof Page>;

/** Removes expired items: at the start, and every hour. */
export class TimeToLive {
  readonly #database: Server;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #closed = false;
  #purging: Promise<void>;

  /** @param now epoch milliseconds */
  constructor(database: Server, tables: readonly TableDefinition[], now: () => number) {
    this.#database = database;
    this.#now = now;
    const purge = () => this.#purgeAll(tables).catch((error) => logUnexpected('dynamodb', error));
    this.#purging = purge();
    this.#timer = setInterval(() => {
      this.#purging = this.#purging.then(purge);
    }, purgeIntervalMs).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#purging;
  }

  async #purgeAll(tables: readonly TableDefinition[]): Promise<void> {
    for (const table of tables)
      if (table.timeToLive !== undefined) await this.#purge(table, table.timeToLive);
  }

  async #purge(table: TableDefinition, attribute: string): Promise<void> {
    let from: Page['LastEvaluatedKey'];
    do {
      const page = await this.#expired(table, attribute, from);
      for (const item of page.Items) {
        if (this.#closed) return;
        await this.#remove(table, attribute, item);
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }

  async #expired(table: TableDefinition, attribute: string, from: Page['LastEvaluatedKey']): Promise<Page> {
    const seconds = Math.floor(this.#now() / 1_000);
    const answer = await callOperation(this.#database, 'Scan', {
      TableName: table.TableName,
      FilterExpression: '#ends BETWEEN :oldest AND :now',
      ExpressionAttributeNames: { '#ends': attribute },
      ExpressionAttributeValues: {
        ':oldest': { N: `${seconds - maxAgeSeconds}` },
        ':now': { N: `${seconds}` },
      },
      ExclusiveStartKey: from,
    });
    return Page.parse(JSON.parse(String(answer.body)));
  }

  /** The condition keeps an item whose expiry has changed since the scan. */
  async #remove(table: TableDefinition, attribute: string, item: Page['Items'][number]): Promise<void> {
    const keys = (table.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
    await callOperation(this.#database, 'DeleteItem', {
      TableName: table.TableName,
      Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
      ConditionExpression: '#ends = :seen',
      ExpressionAttributeNames: { '#ends': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    });
  }
}
