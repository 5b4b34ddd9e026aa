import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { TestHome, TestUser } from '#test/e2e/home.ts';
import type { Secrets } from './leaks.ts';

const Waiting = z.looseObject({ mask_token: z.string().optional(), token: z.string().optional() });

/** Task tokens that the table holds at this moment. */
export async function taskTokens({ home }: TestHome): Promise<string[]> {
  const { urls, region, credentials, tableNames } = home;
  const client = new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: { ...credentials } });
  const table = DynamoDBDocumentClient.from(client);
  const { Items = [] } = await table.send(new ScanCommand({ TableName: tableNames[0] }));
  client.destroy();
  return Items.flatMap((item) => {
    const { mask_token, token } = Waiting.parse(item);
    return [mask_token, token].filter((found) => found !== undefined);
  });
}

/** What a home and its users keep to themselves. */
export async function secretsOf({ home }: TestHome, users: readonly TestUser[]): Promise<Secrets> {
  const files = (folder: string) =>
    readdir(join(home.folder, folder)).then((names) =>
      Promise.all(names.map((name) => readFile(join(home.folder, folder, name), 'utf8'))),
    );
  const keys = await readFile(join(home.folder, 'identity', 'keys.json'), 'utf8');
  return {
    'an ID token': users.flatMap(({ tokens }) => tokens.idToken.split('.').slice(1)),
    'a refresh token': users.flatMap(({ tokens }) => tokens.refreshToken ?? []),
    'a password': users.map(({ credential }) => credential.password),
    'an address': users.map(({ credential }) => credential.email),
    'the credentials’ secret': [home.credentials.secretAccessKey],
    'the ticket secret': (await files('secrets')).flatMap(stringsIn).filter((text) => text.length >= 20),
    'a key of the issuer': privateParts(keys),
    'the inbox key': [new URL(home.urls.inbox).searchParams.get('key') ?? ''],
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

/** All text in a JSON document, and in JSON within it. */
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
