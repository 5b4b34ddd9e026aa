import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { modelPrefixes } from '#contracts/keys.ts';
import { runCommand } from '#infra/command.ts';
import { readArguments, settingsOf } from '#infra/deploy/arguments.ts';
import { deployedNames } from '#infra/names.ts';
import { Account } from '#infra/preflight/account.ts';
import { downloadModels } from '../download/download.ts';
import { DecoderError, exportDecoder } from '../export-decoder.ts';
import { hubToken } from '../hub-token.ts';
import { weightsFolder } from '../layout.ts';
import { PythonError } from '../python.ts';
import { SourceError } from '../remote-file.ts';
import { publicOrigins } from '../sources.ts';
import { usualPartBytes } from '../transfer.ts';
import { uploadDecoder } from './decoder.ts';
import { uploadFolder, uploadOriginals } from './upload.ts';

const usage = `Usage: npm run models:upload -- [options]
Downloads both models into a folder, converts the checkpoints (Python 3.11, about 4 GB once) and uploads them.
  -c NAME=VALUE           CDK context: stage, region, gen3d
  --folder DIR            the folder, with about 25 GB free (default: ${weightsFolder})
  --original              copy the original files straight to the bucket: no folder, no Python, twice the size
  --token-secret ID       Secrets Manager secret with the model hub's token (default: HF_TOKEN)
  --decoder               export the mask decoder from SAM 3 and upload only it (Python 3.11, about 4 GB)
  --decoder-file FILE     upload only the mask decoder, from this file`;

const options = {
  context: { type: 'string', short: 'c', multiple: true },
  folder: { type: 'string', default: weightsFolder },
  original: { type: 'boolean', default: false },
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
    throw new SourceError(`Bucket ${bucket} does not exist yet. Run: npm run deploy -- --prepare`);
  }
  const destination = { s3, bucket, partBytes: usualPartBytes };
  if (values['decoder-file'] !== undefined) return uploadDecoder(destination, values['decoder-file']);
  if (values.decoder) return exportDecoder(destination, (file) => uploadDecoder(destination, file));
  const token = await hubToken(settings.region, values['token-secret']);
  const { log } = console;
  if (values.original) return uploadOriginals({ origins: publicOrigins, token, destination, log });
  const folder = resolve(values.folder);
  const files = await downloadModels({ origins: publicOrigins, token, folder, layout: 'converted', log });
  await uploadFolder({ folder, files, destination, log });
}

if (import.meta.main)
  await runCommand(() => main(process.argv.slice(2)), SourceError, DecoderError, PythonError);
