import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '#infra/command.ts';
import { hubToken } from '../hub-token.ts';
import { weightsFolder } from '../layout.ts';
import { PythonError } from '../python.ts';
import { SourceError } from '../remote-file.ts';
import { publicOrigins } from '../sources.ts';
import { saveDecoder } from './decoder.ts';
import { downloadModels } from './download.ts';

const usage = `Usage: npm run models:download -- [options]
Downloads both models (17 GB), converts the checkpoints to half the size and exports the mask decoder.
The folder is what the container reads as /opt/ml/model. A second run continues, or finds nothing to do.
  --folder DIR            the folder, with about 25 GB free (default: ${weightsFolder})
  --original              keep the original checkpoints: no Python, twice the size, no mask decoder for the page
  --token-secret ID       Secrets Manager secret with the model hub's token (default: HF_TOKEN)
  --region REGION         the secret's region (default: AWS_REGION)`;

const options = {
  folder: { type: 'string', default: weightsFolder },
  original: { type: 'boolean', default: false },
  'token-secret': { type: 'string' },
  region: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(usage);
    return;
  }
  const token = await hubToken(values.region, values['token-secret']);
  const folder = resolve(values.folder);
  const layout = values.original ? 'original' : 'converted';
  await downloadModels({ origins: publicOrigins, token, folder, layout, log: console.log });
  if (layout === 'converted') await saveDecoder(folder, console.log);
  console.log(`The weights are in ${folder}.`);
}

if (import.meta.main) await runCommand(() => main(process.argv.slice(2)), SourceError, PythonError);
