/**
 * `npm run record -- JOB_ID [--folder DIR | --aws] [--endpoint URL] [--region REGION] [--force] [--out DIR]`: stores
 * the history of a session's execution in `events/histories`, without private data. Reads it from the local server of
 * the folder (default .gen3d), or from AWS with the SDK's usual settings.
 */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SFNClient } from '@aws-sdk/client-sfn';
import { names } from '#contracts/names.ts';
import { UnreadableHistoryError } from '../replay/index.ts';
import { RecordError } from './errors.ts';
import { executionArnOf, fetchHistory } from './fetch.ts';
import { recordingOf } from './recording.ts';
import { storeRecording } from './store.ts';

const usage =
  'Usage: npm run record -- JOB_ID [--folder DIR | --aws] [--endpoint URL] [--region REGION] [--force] [--out DIR]\n';
const histories = join(import.meta.dirname, '..', '..', 'events', 'histories');
const defaultFolder = '.gen3d';

const options = {
  folder: { type: 'string' },
  aws: { type: 'boolean', default: false },
  endpoint: { type: 'string' },
  region: { type: 'string' },
  force: { type: 'boolean', default: false },
  out: { type: 'string', default: histories },
} as const;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [job, ...others] = positionals;
  if (job === undefined || others.length > 0) throw new TypeError('Name one job id or one execution ARN.');
  const { aws, folder, endpoint, region, force, out } = values;
  if (!aws) connectToEnvironment(folder);
  const client = new SFNClient({ ...(endpoint && { endpoint }), ...(region && { region }) });
  const arn = await executionArnOf(client, job, names.stateMachine);
  const path = await storeRecording(out, recordingOf(await fetchHistory(client, arn)), force);
  process.stdout.write(`${relative('', path)}\n`);
}

/**
 * Points the SDK to the local server with the configuration files that it has written. Without them, AWS is used.
 * @throws RecordError `FolderUnknown` when a given folder has no such files
 */
function connectToEnvironment(folder: string | undefined): void {
  const files = join(resolve(folder ?? defaultFolder), 'aws');
  const config = join(files, 'config');
  if (existsSync(config)) {
    process.env.AWS_CONFIG_FILE = config;
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(files, 'credentials');
  } else if (folder !== undefined) {
    throw new RecordError(
      'FolderUnknown',
      `${folder} isn't a Gen3D folder. Create one: npm start -- --folder ${folder}`,
    );
  }
}

try {
  await main();
} catch (error) {
  const known = error instanceof RecordError || error instanceof UnreadableHistoryError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${error instanceof TypeError ? usage : ''}`);
  process.exitCode = known || !(error instanceof TypeError) ? 1 : 64;
}
