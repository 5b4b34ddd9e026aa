import { resolve } from 'node:path';
import type { StatusResponse } from '#contracts/api.ts';
import { geometryText, megabytes } from '#contracts/format.ts';
import type { Client } from '../api.ts';
import { checkSavable, readMask, saveFile } from '../files.ts';
import { maskOfSelection } from '../select-mask.ts';
import {
  downloadAlphaMask,
  downloadEmbeddings,
  submitMask,
  untilMaskWanted,
  untilModel,
} from '../session.ts';
import type { Terminal } from '../terminal.ts';
import type { WaitOptions } from '../wait.ts';
import type { CommandContext } from './context.ts';
import { alpha, hasSelection, type SelectionOptions, selectionOf } from './selection.ts';

/** Gets a session's mask; undefined when nothing is selected. */
export type MaskSource = (client: Client, jobId: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;

export const noMask: MaskSource = async () => undefined;

/**
 * Checks the options and files before anything is sent.
 * @returns the mask of `--mask`, of the photo's transparency or of the clicks; undefined when nothing is selected
 * @throws UsageError
 */
export async function prepareMask(
  terminal: Pick<Terminal, 'folder' | 'signal'>,
  options: SelectionOptions,
): Promise<MaskSource | undefined> {
  if (options.out !== undefined) await checkSavable(resolve(terminal.folder, options.out));
  if (!hasSelection(options)) return undefined;
  if (options.mask === alpha) return (client, jobId) => downloadAlphaMask(client, jobId, terminal);
  if (options.mask !== undefined) {
    const finished = await readMask(resolve(terminal.folder, options.mask));
    return async () => finished;
  }
  return async (client, jobId) => {
    const embeddings = await downloadEmbeddings(client, jobId, { signal: terminal.signal });
    return maskOfSelection(embeddings, selectionOf(options, embeddings.manifest.image_size));
  };
}

/** Waits for the embedding, submits the mask, waits for the model and saves it. */
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
    const size =
      waiting.image_size === undefined ? '' : ` in the photo of ${waiting.image_size.join(' × ')} pixels`;
    context.print(`Next, select the object${size}: gen3d mask ${jobId} --point X,Y`);
    return;
  }
  await submitMask(client, waiting, bytes, options, { signal: context.terminal.signal });
  const done = await untilModel(client, waiting, watching(context));
  context.progress.end();
  await saveModel(context, client, done, options.out);
}

/** Downloads the model to `out`, by default `<job id>.ply`, and prints its size. */
export async function saveModel(
  context: CommandContext,
  client: Client,
  status: StatusResponse,
  out = `${status.job_id}.ply`,
): Promise<void> {
  const bytes = await client.file(status.job_id, 'mesh', { signal: context.terminal.signal });
  const path = resolve(context.terminal.folder, out);
  await saveFile(path, bytes);
  const geometry = status.mesh_stats === undefined ? '' : `, ${geometryText(status.mesh_stats)}`;
  context.print(`${path}: ${megabytes(bytes.length)}${geometry}${modelNote(status)}`);
}

function watching(context: CommandContext): WaitOptions {
  return { signal: context.terminal.signal, onStatus: (status) => context.progress.status(status) };
}

function modelNote(status: StatusResponse): string {
  return status.model?.preview ? `, by ${status.model.name} (a preview, not the real model)` : '';
}
