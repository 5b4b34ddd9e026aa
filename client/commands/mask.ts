import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { CommandContext } from './context.ts';
import { finishSession, prepareMask } from './follow.ts';
import { type SelectionOptions, withSelection } from './selection.ts';

export function addMask(program: Command, context: CommandContext): void {
  withSelection(program.command('mask').argument('<job>'))
    .description('select the object in a waiting session')
    .action((job: string, options: SelectionOptions) => mask(context, job, options));
}

async function mask(context: CommandContext, jobId: string, options: SelectionOptions): Promise<void> {
  const source = await prepareMask(context.terminal, options);
  if (source === undefined) {
    throw new UsageError(
      'No object selected. Use --point X,Y, --box X0,Y0,X1,Y1, --mask FILE or --mask alpha.',
    );
  }
  const client = await context.client();
  context.watched = jobId;
  await finishSession(context, client, jobId, source, options);
}
