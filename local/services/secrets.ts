import { createHash, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { makeFolder, writeAtomically } from './files.ts';
import { type Answer, json } from './http.ts';
import type { Service, ServiceOptions } from './service.ts';
import { parseJson, type SignedCall, startSignedServer, validate } from './signed-server.ts';

/** A secret of the template, whose value is made at the first start as `GenerateSecretString` would. */
export interface SecretDefinition {
  readonly name: string;
  /** With the six random characters that AWS adds; callers may leave those out. */
  readonly arn: string;
  /** Letters and digits of the made text. */
  readonly length: number;
  /** JSON object that the made text is put into, under `key`. */
  readonly template: string | undefined;
  readonly key: string | undefined;
}

export interface SecretsOptions extends ServiceOptions {
  readonly secrets: readonly SecretDefinition[];
}

const Kept = z.object({ value: z.string(), versionId: z.string(), createdAt: z.number() });
type Kept = z.infer<typeof Kept>;

const GetSecretValue = z.object({
  SecretId: z.string().min(1).max(2048),
  VersionStage: z.string().min(1).max(256).default('AWSCURRENT'),
  VersionId: z.string().min(32).max(64).optional(),
});

/** Secrets Manager with GetSecretValue. Values are made once and kept in files that only the owner reads. */
export async function startSecrets(options: SecretsOptions): Promise<Service> {
  await makeFolder(options.folder);
  for (const secret of options.secrets) await keep(options.folder, secret);
  return startSignedServer(options, {
    service: 'secretsmanager',
    bodyLimit: 64 * 1024,
    handle: (call) => answer(options, call),
  });
}

async function answer({ folder, secrets }: SecretsOptions, call: SignedCall): Promise<Answer> {
  if (call.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue')
    throw new AwsError(400, 'UnknownOperationException', 'This home only knows GetSecretValue.');
  const input = validate(GetSecretValue, parseJson(call.body));
  const secret = secrets.find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(input.SecretId));
  const kept = secret && (await read(folder, secret));
  const wanted = input.VersionStage === 'AWSCURRENT' && (input.VersionId ?? kept?.versionId);
  if (!secret || !kept || wanted !== kept.versionId)
    throw new AwsError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  return json(200, {
    ARN: secret.arn,
    Name: secret.name,
    SecretString: kept.value,
    VersionId: kept.versionId,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: kept.createdAt / 1000,
  });
}

/** Makes a secret once. */
async function keep(folder: string, secret: SecretDefinition): Promise<void> {
  if ((await read(folder, secret)) !== undefined) return;
  const fresh: Kept = { value: generate(secret), versionId: crypto.randomUUID(), createdAt: Date.now() };
  await writeAtomically(pathOf(folder, secret), JSON.stringify(fresh));
}

async function read(folder: string, secret: SecretDefinition): Promise<Kept | undefined> {
  try {
    return Kept.parse(JSON.parse(await readFile(pathOf(folder, secret), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function pathOf(folder: string, { name }: SecretDefinition): string {
  return join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
}

function generate({ length, template, key }: SecretDefinition): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const made = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  if (template === undefined || key === undefined) return made;
  return JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(template)), [key]: made });
}
