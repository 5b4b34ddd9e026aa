/**
 * `npm run record -- JOB_ID [--folder DIR | --aws] [--endpoint URL] [--region REGION] [--force] [--out DIR]`: stores
 * the history of a session's execution under `events/histories`, without anything private in it. It is read from
 * the one-machine home of the folder (.gen3d), or from AWS by its ordinary settings.
 */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SFNClient } from '@aws-sdk/client-sfn';
import { names } from '#tasks/core/names.ts';
import { RecordError } from './record/errors.ts';
import { executionArnOf, fetchHistory } from './record/fetch.ts';
import { recordingOf } from './record/recording.ts';
import { storeRecording } from './record/store.ts';
import { UnreadableHistoryError } from './replay/index.ts';

const usage =
  'Usage: npm run record -- JOB_ID [--folder DIR | --aws] [--endpoint URL] [--region REGION] [--force] [--out DIR]\n';
const histories = join(import.meta.dirname, '..', 'events', 'histories');
const usualFolder = '.gen3d';

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
  if (job === undefined || others.length > 0)
    throw new TypeError('Give one job id, or the ARN of one execution.');
  const { aws, folder, endpoint, region, force, out } = values;
  if (!aws) speakToHome(folder);
  const client = new SFNClient({ ...(endpoint && { endpoint }), ...(region && { region }) });
  const arn = await executionArnOf(client, job, names.stateMachine);
  const path = await storeRecording(out, recordingOf(await fetchHistory(client, arn)), force);
  process.stdout.write(`${relative('', path)}\n`);
}

/**
 * The SDK's own settings, as the home has written them down, lead to it. Without a home there, AWS is asked.
 * @throws RecordError `HomeUnknown` when the folder was named and has no home
 */
function speakToHome(folder: string | undefined): void {
  const files = join(resolve(folder ?? usualFolder), 'aws');
  const config = join(files, 'config');
  if (existsSync(config)) {
    process.env.AWS_CONFIG_FILE = config;
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(files, 'credentials');
  } else if (folder !== undefined) {
    throw new RecordError('HomeUnknown', `${folder} has no home; npm start -- --folder ${folder} makes one.`);
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
