import { resolve } from 'node:path';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Client } from '../api.ts';
import { checkSavable, readMask, writeWhole } from '../files.ts';
import { maskOfSelection } from '../select-mask.ts';
import { downloadEmbeddings, handInMask, untilMaskWanted, untilModel } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import type { WaitOptions } from '../wait.ts';
import type { CommandContext } from './context.ts';
import { hasSelection, type SelectionOptions } from './selection.ts';

/** Where a session's mask comes from; undefined when nothing is picked. */
export type MaskSource = (client: Client, jobId: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;

export const noMask: MaskSource = async () => undefined;

/**
 * Checks what can be checked before anything is sent, so that a wrong path costs nothing.
 * @returns the mask of `--mask` or of the clicks; undefined when nothing is picked
 * @throws UsageError
 */
export async function prepareMask(
  terminal: Pick<Terminal, 'folder' | 'signal'>,
  options: SelectionOptions,
): Promise<MaskSource | undefined> {
  if (options.out !== undefined) await checkSavable(resolve(terminal.folder, options.out));
  if (!hasSelection(options)) return undefined;
  if (options.mask !== undefined) {
    const finished = await readMask(resolve(terminal.folder, options.mask));
    return async () => finished;
  }
  const { point = [], background = [], box } = options;
  return async (client, jobId) => {
    const embeddings = await downloadEmbeddings(client, jobId, { signal: terminal.signal });
    return maskOfSelection(embeddings, { points: point, background, box });
  };
}

/** Waits for the embedding, hands in the mask, waits for the model and saves it. */
export async function finishSession(
  context: CommandContext,
  client: Client,
  jobId: string,
  mask: MaskSource,
  options: SelectionOptions,
): Promise<void> {
  const waiting = await untilMaskWanted(client, jobId, watching(context));
  const bytes = await mask(client, jobId);
  if (bytes === undefined) {
    context.progress.end();
    context.print(`Session ${jobId} waits for a mask: gen3d mask ${jobId} --point X,Y`);
    return;
  }
  await handInMask(client, waiting, bytes, options, { signal: context.terminal.signal });
  const done = await untilModel(client, waiting, watching(context));
  context.progress.end();
  await saveModel(context, client, done, options.out);
}

/** Downloads the model to `out`, by default `<job id>.ply`, and says what it is. */
export async function saveModel(
  context: CommandContext,
  client: Client,
  status: StatusResponse,
  out = `${status.job_id}.ply`,
): Promise<void> {
  const bytes = await client.file(status.job_id, 'mesh', { signal: context.terminal.signal });
  const path = resolve(context.terminal.folder, out);
  await writeWhole(path, bytes);
  const points = status.mesh_stats === undefined ? '' : `, ${status.mesh_stats.num_points} points`;
  context.print(`${path}: ${megabytes(bytes.length)}${points}${modelNote(status)}`);
}

/** From here on, an interruption tells how to go on with this session. */
export function watch(context: CommandContext, jobId: string): void {
  context.watched = jobId;
}

function watching(context: CommandContext): WaitOptions {
  return { signal: context.terminal.signal, onStatus: (status) => context.progress.status(status) };
}

function modelNote(status: StatusResponse): string {
  return status.model?.preview ? `, by ${status.model.name} (a preview, not the real model)` : '';
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
