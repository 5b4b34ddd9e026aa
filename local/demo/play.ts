import type { Client } from '#client/api.ts';
import type { SelectionOptions } from '#client/commands/selection.ts';
import type { ImageFile } from '#client/files.ts';
import { readMask, writeWhole } from '#client/files.ts';
import { maskOfSelection } from '#client/select-mask.ts';
import {
  downloadEmbeddings,
  handInMask,
  startSession,
  untilMaskWanted,
  untilModel,
} from '#client/session.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';

/** How the demo tells what happens, and how it is stopped. */
export interface Watcher {
  readonly say: (text: string) => void;
  readonly onStatus: (status: StatusResponse) => void;
  readonly signal: AbortSignal;
}

/** Plays a user: uploads the photo, picks the object, waits for the model. @returns the last status */
export async function playSession(
  client: Client,
  photo: ImageFile,
  selection: SelectionOptions,
  watcher: Watcher,
): Promise<StatusResponse> {
  const { say, signal } = watcher;
  const finished = selection.mask === undefined ? undefined : await readMask(selection.mask);
  const jobId = await startSession(client, photo, { signal });
  say(`The photo is uploaded; session ${jobId} has started.`);
  const waiting = await untilMaskWanted(client, jobId, watcher);
  const mask = finished ?? (await pick(client, jobId, selection, signal));
  say(
    `${finished === undefined ? 'The mask was made from the embedding' : 'The mask was read'}; handing it in.`,
  );
  await handInMask(client, waiting, mask, selection, { signal });
  return untilModel(client, waiting, watcher);
}

async function pick(client: Client, jobId: string, selection: SelectionOptions, signal: AbortSignal) {
  const embeddings = await downloadEmbeddings(client, jobId, { signal });
  const { point = [], background = [], box } = selection;
  return maskOfSelection(embeddings, { points: point, background, box });
}

/** Saves the session's model. @returns its bytes */
export async function saveModel(
  client: Client,
  jobId: string,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = await client.file(jobId, 'mesh', { signal });
  await writeWhole(path, bytes);
  return bytes;
}

/** Downloads through the mail's link, as its reader would. @throws Error when it does not give the model */
export async function followLink(link: string, model: Uint8Array, signal: AbortSignal): Promise<number> {
  const response = await fetch(link, { signal });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok && Buffer.from(bytes).equals(model)) return bytes.length;
  throw new Error(`The link in the mail does not give the model (HTTP status ${response.status}).`);
}
