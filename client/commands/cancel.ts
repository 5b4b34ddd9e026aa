import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

export function addCancel(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .argument('<job>')
    .description('cancel a session and delete its files')
    .action((job: string) => cancel(context, job));
}

async function cancel(context: CommandContext, jobId: string): Promise<void> {
  const client = await context.client();
  await client.cancel(jobId, { signal: context.terminal.signal });
  context.print(`Session ${jobId} is cancelled and its files are deleted.`);
}
