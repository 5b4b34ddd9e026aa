import { resolve } from 'node:path';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { Client } from '../api.ts';
import { readMask, writeWhole } from '../files.ts';
import { maskOfSelection } from '../select-mask.ts';
import { downloadEmbeddings, handInMask, untilMaskWanted, untilModel } from '../session.ts';
import type { WaitOptions } from '../wait.ts';
import type { CommandContext } from './context.ts';
import type { SelectionOptions } from './selection.ts';

/** Reads the mask file, or makes the mask from the photo's embedding; undefined when nothing is picked. */
export type MaskSource = (status: StatusResponse) => Promise<Uint8Array<ArrayBuffer> | undefined>;

export const noMask: MaskSource = async () => undefined;

/** The mask of `--mask`, or of the clicks. */
export async function maskSource(
  context: CommandContext,
  client: Client,
  options: SelectionOptions,
): Promise<MaskSource> {
  // A file is read before anything is uploaded, so that a wrong path costs nothing.
  const finished =
    options.mask === undefined ? undefined : await readMask(resolve(context.terminal.folder, options.mask));
  return async (status) =>
    finished ??
    maskOfSelection(await downloadEmbeddings(client, status.job_id, { signal: context.terminal.signal }), {
      points: options.point ?? [],
      background: options.background ?? [],
      box: options.box,
    });
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
  const bytes = await mask(waiting);
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
