import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { SessionRow } from '#tasks/core/contracts/session.ts';
import type { Ready } from '../child-options.ts';
import type { Played } from '../player.ts';
import { readSessionObjects, type SessionObjects } from './objects.ts';

const Mail = z.object({
  to: z.array(z.string()),
  sentAt: z.iso.datetime().transform((text) => Date.parse(text)),
  tags: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof Mail>;

export const MailMark = z.object({
  job_id: z.string().startsWith('mail#'),
  state: z.enum(['sending', 'sent', 'failed']),
  since: z.number(),
});
export type MailMark = z.infer<typeof MailMark>;

const Fault = z.object({ at: z.number(), call: z.string(), trouble: z.string() });
export type Fault = z.infer<typeof Fault>;

/** All that a run has left, gathered while the home is up and quiet. */
export interface Evidence {
  readonly played: readonly Played[];
  readonly rows: ReadonlyMap<string, SessionRow>;
  readonly marks: ReadonlyMap<string, MailMark>;
  readonly mails: readonly Mail[];
  /** By job. */
  readonly objects: ReadonlyMap<string, SessionObjects>;
  /** Every key in the bucket that has a version, delete markers included. */
  readonly keys: readonly string[];
  readonly faults: readonly Fault[];
  readonly kills: readonly number[];
}

export async function gatherEvidence(
  at: Ready,
  played: readonly Played[],
  faultLog: string,
  kills: readonly number[],
): Promise<Evidence> {
  const items = await scan(at);
  const rows = items.flatMap((item) => SessionRow.safeParse(item).data ?? []);
  const marks = items.flatMap((item) => MailMark.safeParse(item).data ?? []);
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
    played,
    rows: new Map(rows.map((row) => [row.job_id, row])),
    marks: new Map(marks.map((mark) => [mark.job_id, mark])),
    mails: await readMails(at),
    objects,
    keys: await allKeys(s3, at.bucket),
    faults: readFaults(faultLog),
    kills,
  };
}

async function scan({ urls, region, credentials, table }: Ready): Promise<unknown[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials }),
  );
  const items: unknown[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items;
}

async function readMails({ urls }: Ready): Promise<Mail[]> {
  const url = new URL(urls.inbox);
  url.pathname = '/inbox.json';
  const { mails } = z.object({ mails: z.array(Mail) }).parse(await (await fetch(url)).json());
  return mails;
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

function readFaults(path: string): Fault[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // The last line of a life may be cut.
  return lines.flatMap((line) => (line.endsWith('}') ? Fault.parse(JSON.parse(line)) : []));
}
