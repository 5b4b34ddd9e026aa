import { createHash, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AwsError } from './http/aws-error.ts';
import { type Answer, json } from './http/server.ts';
import { parseJson, type SignedCall, startSignedServer, validate } from './http/signed-server.ts';
import type { Service, ServiceOptions } from './service.ts';
import { makeFolder, readIfPresent, writeAtomically } from './storage/files.ts';

/** A secret of the template. The first start generates its value, as `GenerateSecretString` would. */
export interface SecretDefinition {
  readonly name: string;
  /** Includes the six random characters that AWS appends; callers may omit them. */
  readonly arn: string;
  /** Length of the generated text (letters and digits). */
  readonly length: number;
  /** JSON object that gets the generated text under `key`. */
  readonly template: string | undefined;
  readonly key: string | undefined;
}

export interface SecretsOptions extends ServiceOptions {
  readonly secrets: readonly SecretDefinition[];
}

const StoredSecret = z.object({ value: z.string(), versionId: z.string(), createdAt: z.number() });
type StoredSecret = z.infer<typeof StoredSecret>;

const GetSecretValue = z.object({
  SecretId: z.string().min(1).max(2048),
  VersionStage: z.string().min(1).max(256).default('AWSCURRENT'),
  VersionId: z.string().min(32).max(64).optional(),
});

/**
 * Secrets Manager, with GetSecretValue. Values are generated once and stored in files that only their owner
 * can read.
 */
export async function startSecrets(options: SecretsOptions): Promise<Service> {
  await makeFolder(options.folder);
  for (const secret of options.secrets) await ensure(options.folder, secret);
  return startSignedServer(options, {
    service: 'secretsmanager',
    bodyLimit: 64 * 1024,
    handle: (call) => answer(options, call),
  });
}

async function answer({ folder, secrets }: SecretsOptions, call: SignedCall): Promise<Answer> {
  if (call.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue')
    throw new AwsError(
      400,
      'UnknownOperationException',
      'The local Secrets Manager only supports GetSecretValue.',
    );
  const input = validate(GetSecretValue, parseJson(call.body));
  const secret = secrets.find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(input.SecretId));
  const stored = secret && (await read(folder, secret));
  const wanted = input.VersionStage === 'AWSCURRENT' && (input.VersionId ?? stored?.versionId);
  if (!secret || !stored || wanted !== stored.versionId)
    throw new AwsError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  return json(200, {
    ARN: secret.arn,
    Name: secret.name,
    SecretString: stored.value,
    VersionId: stored.versionId,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: stored.createdAt / 1000,
  });
}

/** Generates the secret at the first start. */
async function ensure(folder: string, secret: SecretDefinition): Promise<void> {
  if ((await read(folder, secret)) !== undefined) return;
  const fresh: StoredSecret = {
    value: generate(secret),
    versionId: crypto.randomUUID(),
    createdAt: Date.now(),
  };
  await writeAtomically(pathOf(folder, secret), JSON.stringify(fresh));
}

async function read(folder: string, secret: SecretDefinition): Promise<StoredSecret | undefined> {
  const text = await readIfPresent(pathOf(folder, secret));
  return text === undefined ? undefined : StoredSecret.parse(JSON.parse(text));
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
