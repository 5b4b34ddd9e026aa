import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { TestUser } from '#local/testing/users.ts';
import type { TestEnvironment } from '#test/support/test-environment.ts';
import type { Secrets } from './leaks.ts';

const Waiting = z.looseObject({ mask_token: z.string().optional(), token: z.string().optional() });

/** The task tokens in the table. */
export async function taskTokens({ environment }: TestEnvironment): Promise<string[]> {
  const { urls, region, credentials, tableNames } = environment;
  const client = new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: { ...credentials } });
  const table = DynamoDBDocumentClient.from(client);
  const { Items = [] } = await table.send(new ScanCommand({ TableName: tableNames[0] }));
  client.destroy();
  return Items.flatMap((item) => {
    const { mask_token, token } = Waiting.parse(item);
    return [mask_token, token].filter((found) => found !== undefined);
  });
}

/** The secrets of a local environment and its users. */
export async function secretsOf(
  { environment }: TestEnvironment,
  users: readonly TestUser[],
): Promise<Secrets> {
  const files = (folder: string) =>
    readdir(join(environment.folder, folder)).then((names) =>
      Promise.all(names.map((name) => readFile(join(environment.folder, folder, name), 'utf8'))),
    );
  const keys = await readFile(join(environment.folder, 'identity', 'keys.json'), 'utf8');
  return {
    'an ID token': users.flatMap(({ tokens }) => tokens.idToken.split('.').slice(1)),
    'a refresh token': users.flatMap(({ tokens }) => tokens.refreshToken ?? []),
    'a password': users.map(({ credential }) => credential.password),
    'an address': users.map(({ credential }) => credential.email),
    'the credentials’ secret': [environment.credentials.secretAccessKey],
    'the ticket secret': (await files('secrets')).flatMap(stringsIn).filter((text) => text.length >= 20),
    'a key of the issuer': privateParts(keys),
    'the inbox key': [new URL(environment.urls.inbox).searchParams.get('key') ?? ''],
  };
}

const IssuerKeys = z.object({
  jwks: z.object({ keys: z.array(z.looseObject({ d: z.string(), p: z.string(), q: z.string() })) }),
  cookies: z.array(z.string()),
});

function privateParts(text: string): string[] {
  const { jwks, cookies } = IssuerKeys.parse(JSON.parse(text));
  return [...jwks.keys.flatMap(({ d, p, q }) => [d, p, q]), ...cookies];
}

/** All texts in a JSON document, nested JSON included. */
function stringsIn(text: string): string[] {
  const found: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (typeof value === 'string' && key !== 'versionId') {
      found.push(...(value.startsWith('{') ? stringsIn(value) : [value]));
    }
    return value;
  });
  return found;
}
