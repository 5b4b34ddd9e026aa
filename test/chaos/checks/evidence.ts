import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { SessionRow } from '#contracts/session.ts';
import { inboxAt, type ReceivedEmail } from '#local/scripted-user/inbox-client.ts';
import type { ServerInfo } from '#local/testing/server-process/options.ts';
import type { SessionRun } from '../run-session.ts';
import { readSessionObjects, type SessionObjects } from './objects.ts';

export type Email = Pick<ReceivedEmail, 'to' | 'sentAt' | 'tags'>;

/** How the table records that an email is being sent or was sent. */
const SendRecord = z.object({
  job_id: z.string().startsWith('mail#'),
  state: z.enum(['sending', 'sent', 'failed']),
  since: z.number(),
});
export type SendRecord = z.infer<typeof SendRecord>;

const LoggedFault = z.object({ at: z.number(), call: z.string(), fault: z.string() });
export type LoggedFault = z.infer<typeof LoggedFault>;

/** Everything a run has left, gathered while the server is up and idle. */
export interface Evidence {
  readonly sessions: readonly SessionRun[];
  readonly rows: ReadonlyMap<string, SessionRow>;
  readonly sendRecords: ReadonlyMap<string, SendRecord>;
  readonly emails: readonly Email[];
  /** By job id. */
  readonly objects: ReadonlyMap<string, SessionObjects>;
  /** Every key in the bucket that has a version or a delete marker. */
  readonly keys: readonly string[];
  readonly faults: readonly LoggedFault[];
  /** Epoch milliseconds. */
  readonly kills: readonly number[];
}

export async function gatherEvidence(
  at: ServerInfo,
  sessions: readonly SessionRun[],
  faultLog: string,
  kills: readonly number[],
): Promise<Evidence> {
  const items = await scan(at);
  const rows = items.flatMap((item) => SessionRow.safeParse(item).data ?? []);
  const records = items.flatMap((item) => SendRecord.safeParse(item).data ?? []);
  const s3 = new S3Client({
    endpoint: at.urls.s3,
    region: at.region,
    credentials: at.credentials,
    forcePathStyle: true,
  });
  const objects = new Map<string, SessionObjects>();
  for (const row of rows)
    if (row.status === 'completed') objects.set(row.job_id, await readSessionObjects(s3, at.bucket, row));
  return {
    sessions,
    rows: new Map(rows.map((row) => [row.job_id, row])),
    sendRecords: new Map(records.map((record) => [record.job_id, record])),
    emails: await inboxAt(at.urls.inbox).emails(),
    objects,
    keys: await allKeys(s3, at.bucket),
    faults: readFaults(faultLog),
    kills,
  };
}

async function scan({ urls, region, credentials, table }: ServerInfo): Promise<unknown[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials }),
  );
  const items: unknown[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items;
}

async function allKeys(client: S3Client, Bucket: string): Promise<string[]> {
  const keys: string[] = [];
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket, ...from }),
    );
    for (const { Key } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) keys.push(Key ?? '');
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    from = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return keys;
}

function readFaults(path: string): LoggedFault[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // A kill may cut the last line.
  return lines.flatMap((line) => (line.endsWith('}') ? LoggedFault.parse(JSON.parse(line)) : []));
}
