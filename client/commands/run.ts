import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readPhoto } from '../files.ts';
import { startSession } from '../session.ts';
import type { CommandContext } from './context.ts';
import { finishSession, noMask, prepareMask } from './follow.ts';
import { type SelectionOptions, withSelection } from './selection.ts';

export function addRun(program: Command, context: CommandContext): void {
  withSelection(program.command('run').argument('<photo>', 'photo file, such as JPEG, PNG, HEIC or WebP'))
    .description('turn an object in a photo into a 3D model')
    .action((photo: string, options: SelectionOptions) => run(context, photo, options));
}

async function run(context: CommandContext, photo: string, options: SelectionOptions): Promise<void> {
  const mask = (await prepareMask(context.terminal, options)) ?? noMask;
  const { config } = await context.api();
  const image = await readPhoto(resolve(context.terminal.folder, photo), config?.photo);
  const client = await context.client();
  const jobId = await startSession(client, image, { signal: context.terminal.signal });
  context.watched = jobId;
  context.print(`Started session ${jobId}.`);
  await finishSession(context, client, jobId, mask, options);
}
