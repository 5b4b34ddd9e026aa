import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { SessionSummary } from '#contracts/api.ts';
import { JobId, UserId } from '#contracts/common.ts';
import { parseJson } from '#contracts/json.ts';
import { names } from '#contracts/names.ts';
import { table as client } from '../clients.ts';
import { BadRequestError } from '../errors.ts';

/** The index key of a page's last item, bound to its user. */
const PageKey = z.strictObject({ user_id: UserId, created_at: z.iso.datetime(), job_id: JobId });
type PageKey = z.infer<typeof PageKey>;

export interface SessionPage {
  readonly sessions: SessionSummary[];
  /** Opaque; undefined on the last page. */
  readonly next: string | undefined;
}

/**
 * A user's sessions, newest first, without the deleted ones.
 * @throws BadRequestError `PageTokenInvalid` when `next` is not from an answer to this user
 */
export async function listSessions(
  table: string,
  userId: string,
  page: { limit: number; next?: string | undefined },
): Promise<SessionPage> {
  const sessions: SessionPage['sessions'] = [];
  let start = page.next === undefined ? undefined : readPageToken(page.next, userId);
  do {
    const found = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: names.userIndex,
        KeyConditionExpression: 'user_id = :user',
        FilterExpression: 'attribute_not_exists(deleted_at)',
        ExpressionAttributeValues: { ':user': userId },
        ScanIndexForward: false,
        Limit: page.limit - sessions.length,
        ExclusiveStartKey: start,
      }),
    );
    sessions.push(...(found.Items ?? []).map((item) => SessionSummary.parse(item)));
    start = z.optional(PageKey).parse(found.LastEvaluatedKey);
  } while (start !== undefined && sessions.length < page.limit);
  return { sessions, next: start === undefined ? undefined : pageToken(start) };
}

function pageToken(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function readPageToken(token: string, userId: string): PageKey {
  const key = PageKey.safeParse(parseJson(Buffer.from(token, 'base64url').toString()));
  if (key.success && key.data.user_id === userId) return key.data;
  throw new BadRequestError('PageTokenInvalid', 'next must be the value of the previous answer, unchanged.');
}
