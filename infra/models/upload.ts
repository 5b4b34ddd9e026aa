import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SettingsError } from '#infra/config.ts';
import { readArguments, settingsOf } from '#infra/deploy.ts';
import { deployedNames } from '#infra/names.ts';
import { Account } from '#infra/preflight/account.ts';
import { decoderKey, modelPrefixes } from '#tasks/core/keys.ts';
import { DecoderError, exportDecoder } from './export-decoder.ts';
import { SourceError } from './remote-file.ts';
import { modelFiles, type Origins, publicOrigins } from './sources.ts';
import { type Destination, transfer, usualPartBytes } from './transfer.ts';

export interface UploadOptions {
  readonly origins: Origins;
  readonly token: string | undefined;
  readonly destination: Destination;
  readonly say: (line: string) => void;
}

/**
 * Brings both models below `models/`, file by file; a repeat goes on with what is not there yet.
 * @throws SourceError
 */
export async function uploadModels({ origins, token, destination, say }: UploadOptions): Promise<void> {
  const { remote, texts } = await modelFiles(origins, token);
  for (const file of remote) {
    const sent = await transfer(destination, file);
    say(`✓ ${file.key} ${megabytes(file.bytes)}${sent ? '' : ' (was there)'}`);
  }
  // Last, since they tell that all the rest is there.
  for (const [key, text] of texts) await put(destination, key, text);
}

/** Makes the mask decoder of browsers public. */
export async function uploadDecoder(destination: Destination, file: string): Promise<void> {
  await put(destination, decoderKey, await readFile(file), 'public, max-age=86400');
}

async function put(
  { s3, bucket }: Destination,
  Key: string,
  Body: string | Uint8Array,
  CacheControl?: string,
) {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...(CacheControl && { CacheControl }) }));
}

/** The hub's token: from a secret when one is named, else from the environment. It is never printed. */
export async function hubToken(region: string, secretId: string | undefined): Promise<string | undefined> {
  if (secretId === undefined) return process.env.HF_TOKEN || undefined;
  const secrets = new SecretsManagerClient({ region });
  const found = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  return found.SecretString?.trim();
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}

const usage = `Usage: npm run models:upload -- [options]
  -c NAME=VALUE           context, as for cdk: stage, region, gen3d
  --token-secret ID       secret of Secrets Manager that holds the hub's token; else HF_TOKEN
  --decoder               only the mask decoder for browsers, made from SAM 3 (Python 3.11, about 4 GB)
  --decoder-file FILE     only the mask decoder, made before`;

const options = {
  context: { type: 'string', short: 'c', multiple: true },
  'token-secret': { type: 'string' },
  decoder: { type: 'boolean', default: false },
  'decoder-file': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(usage);
    return;
  }
  const settings = settingsOf(readArguments(args).context);
  const s3 = new S3Client({ region: settings.region });
  const account = new Account(settings.region);
  const bucket = deployedNames(settings).bucket(
    settings.bucketPrefix,
    await account.number(),
    settings.region,
  );
  if ((await account.keys(bucket, modelPrefixes.all)) === undefined) {
    throw new SourceError(`There is no bucket ${bucket} yet: npm run deploy -- --prepare`);
  }
  const destination = { s3, bucket, partBytes: usualPartBytes };
  if (values['decoder-file'] !== undefined) return uploadDecoder(destination, values['decoder-file']);
  if (values.decoder) return exportDecoder(destination, (file) => uploadDecoder(destination, file));
  const token = await hubToken(settings.region, values['token-secret']);
  await uploadModels({ origins: publicOrigins, token, destination, say: console.log });
}

/** Errors whose message says all that a reader needs. */
function isTold(error: unknown): error is Error {
  const told = [SettingsError, SourceError, DecoderError].some((kind) => error instanceof kind);
  const badOption =
    error instanceof TypeError && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
  return told || badOption;
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
