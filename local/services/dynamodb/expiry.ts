import type { Server } from 'node:http';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { logUnexpected } from '../aws-error.ts';
import { callInProcess } from './in-process.ts';

/** A table, and the number attribute that says when an item's life ends, in epoch seconds. */
export interface TableDefinition extends CreateTableCommandInput {
  readonly timeToLive?: string;
}

/** Milliseconds. DynamoDB promises no more than "within a few days". */
const hourly = 3_600_000;
/** Seconds. What ended longer ago is left alone, since that must be a mistake: five years, as in DynamoDB. */
const tooLongAgo = 5 * 365 * 24 * 3_600;

const Value = z.record(z.string(), z.unknown());
const Page = z.object({
  Items: z.array(z.record(z.string(), Value)),
  LastEvaluatedKey: z.record(z.string(), Value).optional(),
});
type Page = z.infer<typeof Page>;

/** Removes the items of tables whose time to live is over: when it is made, and every hour. */
export class Expiry {
  readonly #database: Server;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #closed = false;
  #sweeping: Promise<void>;

  /** @param now epoch milliseconds */
  constructor(database: Server, tables: readonly TableDefinition[], now: () => number) {
    this.#database = database;
    this.#now = now;
    const sweep = () => this.#sweepAll(tables).catch((error) => logUnexpected('dynamodb', error));
    this.#sweeping = sweep();
    this.#timer = setInterval(() => {
      this.#sweeping = this.#sweeping.then(sweep);
    }, hourly).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  async #sweepAll(tables: readonly TableDefinition[]): Promise<void> {
    for (const table of tables)
      if (table.timeToLive !== undefined) await this.#sweep(table, table.timeToLive);
  }

  async #sweep(table: TableDefinition, attribute: string): Promise<void> {
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
    const answer = await this.#call('Scan', {
      TableName: table.TableName,
      FilterExpression: '#ends BETWEEN :oldest AND :now',
      ExpressionAttributeNames: { '#ends': attribute },
      ExpressionAttributeValues: { ':oldest': { N: `${seconds - tooLongAgo}` }, ':now': { N: `${seconds}` } },
      ExclusiveStartKey: from,
    });
    return Page.parse(JSON.parse(String(answer.body)));
  }

  /** Unless its end was moved meanwhile, which the condition sees. */
  async #remove(table: TableDefinition, attribute: string, item: Page['Items'][number]): Promise<void> {
    const keys = (table.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
    await this.#call('DeleteItem', {
      TableName: table.TableName,
      Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
      ConditionExpression: '#ends = :seen',
      ExpressionAttributeNames: { '#ends': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    });
  }

  #call(operation: string, input: object) {
    return callInProcess(
      this.#database,
      `DynamoDB_20120810.${operation}`,
      Buffer.from(JSON.stringify(input)),
    );
  }
}
