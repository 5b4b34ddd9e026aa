import type { Command } from 'commander';
import type { z } from 'zod';
import type { SessionSummary } from '#contracts/api.ts';
import type { CommandContext } from './context.ts';

export function addList(program: Command, context: CommandContext): void {
  program
    .command('list')
    .description('list your sessions, newest first')
    .option('--json', 'print JSON, one session per line')
    .action((options: { json?: boolean }) => list(context, options.json === true));
}

async function list(context: CommandContext, json: boolean): Promise<void> {
  const client = await context.client();
  let any = false;
  for await (const session of client.allSessions({ signal: context.terminal.signal })) {
    any = true;
    context.print(json ? JSON.stringify(session) : lineOf(session));
  }
  if (!any && !json) context.print('No sessions yet. Start one: gen3d run PHOTO --point X,Y');
}

function lineOf(session: z.output<typeof SessionSummary>): string {
  const { created_at, job_id, status, progress, reason } = session;
  const when = created_at.slice(0, 16).replace('T', ' ');
  const why = reason === undefined ? '' : `  ${reason.message}`;
  return `${when}  ${job_id}  ${status.padEnd(13)} ${String(progress).padStart(3)}%${why}`;
}
