import type { Command } from 'commander';
import type { Client } from '../api.ts';
import { FileMissingError } from '../errors.ts';
import { startAgain } from '../session.ts';
import type { CommandContext } from './context.ts';
import { finishSession, type MaskSource, noMask, prepareMask } from './follow.ts';
import { type SelectionOptions, withSelection } from './selection.ts';

export function addRetry(program: Command, context: CommandContext): void {
  withSelection(program.command('retry').argument('<job>', 'an earlier session'))
    .description("start again with an earlier session's photo, and its mask unless you select another")
    .action((job: string, options: SelectionOptions) => retry(context, job, options));
}

async function retry(context: CommandContext, earlier: string, options: SelectionOptions): Promise<void> {
  const { signal } = context.terminal;
  const selected = await prepareMask(context.terminal, options);
  const client = await context.client();
  const mask = selected ?? (await maskOf(client, earlier, signal));
  const jobId = await startAgain(client, earlier, { signal });
  context.watched = jobId;
  context.print(`Started session ${jobId} with the photo of ${earlier}.`);
  await finishSession(context, client, jobId, mask, options);
}

async function maskOf(client: Client, jobId: string, signal: AbortSignal): Promise<MaskSource> {
  try {
    const bytes = await client.file(jobId, 'mask', { signal });
    return async () => bytes;
  } catch (error) {
    if (error instanceof FileMissingError) return noMask;
    throw error;
  }
}
