import type { Command } from 'commander';
import type { StatusResponse } from '#contracts/api.ts';
import { geometryText } from '#contracts/format.ts';
import { stageText } from '../progress.ts';
import type { CommandContext } from './context.ts';

export function addStatus(program: Command, context: CommandContext): void {
  program
    .command('status')
    .argument('<job>')
    .description("show a session's status")
    .option('--json', 'print JSON')
    .action((job: string, options: { json?: boolean }) => showStatus(context, job, options.json === true));
}

async function showStatus(context: CommandContext, jobId: string, json: boolean): Promise<void> {
  const client = await context.client();
  const status = await client.status(jobId, { signal: context.terminal.signal });
  if (json) return context.print(JSON.stringify(status, null, 2));
  for (const [name, value] of factsOf(status)) context.print(`${`${name}:`.padEnd(10)} ${value}`);
}

function factsOf(status: StatusResponse): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['session', status.job_id],
    ['status', `${status.status}, ${status.progress}%`],
    ['stage', stageText(status)],
    ['started', status.created_at],
    ['updated', status.updated_at],
    ['photo', status.image_size === undefined ? undefined : `${status.image_size.join(' × ')} pixels`],
    ['reason', status.reason?.message],
    ['select by', status.mask_deadline],
    ['geometry', status.mesh_stats && geometryText(status.mesh_stats)],
    ['model', status.model === undefined ? undefined : modelText(status.model)],
    ['email', status.mail],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function modelText(model: NonNullable<StatusResponse['model']>): string {
  return `${model.name} ${model.revision}${model.preview ? ' (a preview, not the real model)' : ''}`;
}
