import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ResultFile } from '#contracts/api.ts';
import { megabytes } from '#contracts/format.ts';
import { checkSavable, saveFile } from '../files.ts';
import { imageTypeOf } from '../image-type.ts';
import type { CommandContext } from './context.ts';

interface DownloadOptions {
  readonly file: ResultFile;
  readonly out?: string;
}

const endings: Record<Exclude<ResultFile, 'photo'>, string> = {
  embeddings: '.embeddings.json',
  embeddings_data: '.embeddings.bin',
  thumbnail: '.thumbnail.webp',
  alpha_mask: '.alpha-mask.png',
  mask: '.mask.png',
  mesh: '.ply',
  splat: '.splat.ply',
};

export function addDownload(program: Command, context: CommandContext): void {
  program
    .command('download')
    .argument('<job>')
    .description('download a file of a session')
    .addOption(new Option('--file <name>', 'file to download').choices(ResultFile.options).default('mesh'))
    .option('--out <path>', 'where to save it (default: named after the session)')
    .action((job: string, options: DownloadOptions) => download(context, job, options));
}

async function download(context: CommandContext, jobId: string, options: DownloadOptions): Promise<void> {
  const { folder, signal } = context.terminal;
  await checkSavable(resolve(folder, options.out ?? jobId));
  const client = await context.client();
  const bytes = await client.file(jobId, options.file, { signal });
  const path = resolve(folder, options.out ?? `${jobId}${endingOf(options.file, bytes)}`);
  await saveFile(path, bytes);
  context.print(`${path}: ${megabytes(bytes.length)}`);
}

/** The prepared photo is a JPEG or a PNG. */
function endingOf(file: ResultFile, bytes: Uint8Array): string {
  if (file !== 'photo') return endings[file];
  return imageTypeOf(bytes) === 'image/png' ? '.photo.png' : '.photo.jpg';
}
