import type { Client } from '#client/api.ts';
import type { MaskSource } from '#client/commands/follow.ts';
import type { SelectionOptions } from '#client/commands/selection.ts';
import { type ImageFile, writeWhole } from '#client/files.ts';
import { handInMask, startSession, untilMaskWanted, untilModel } from '#client/session.ts';
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
  mask: MaskSource,
  settings: SelectionOptions,
  watcher: Watcher,
): Promise<StatusResponse> {
  const { say, signal } = watcher;
  const jobId = await startSession(client, photo, { signal });
  say(`The photo is uploaded; session ${jobId} has started.`);
  const waiting = await untilMaskWanted(client, jobId, watcher);
  const bytes = await mask(client, jobId);
  if (bytes === undefined) throw new Error('The demo has nothing picked.');
  say(`The mask was ${settings.mask === undefined ? 'made from the embedding' : 'read'}; handing it in.`);
  await handInMask(client, waiting, bytes, settings, { signal });
  return untilModel(client, waiting, watcher);
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
