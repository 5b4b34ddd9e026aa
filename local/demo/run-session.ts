import type { Client } from '#client/api.ts';
import type { MaskSource } from '#client/commands/follow.ts';
import type { SelectionOptions } from '#client/commands/selection.ts';
import { type ImageFile, saveFile } from '#client/files.ts';
import { startSession, submitMask, untilMaskWanted, untilModel } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';

/** Reports progress, and stops the session. */
export interface Watcher {
  readonly say: (text: string) => void;
  readonly onStatus: (status: StatusResponse) => void;
  readonly signal: AbortSignal;
}

/** Uploads the photo, selects the object and waits for the model. @returns the final status */
export async function runSession(
  client: Client,
  photo: ImageFile,
  mask: MaskSource,
  settings: SelectionOptions,
  watcher: Watcher,
): Promise<StatusResponse> {
  const { say, signal } = watcher;
  const jobId = await startSession(client, photo, { signal });
  say(`Photo uploaded. Session ${jobId} started.`);
  const waiting = await untilMaskWanted(client, jobId, watcher);
  const bytes = await mask(client, jobId);
  if (bytes === undefined) throw new Error('The demo has no selection.');
  say(
    `Mask ${settings.mask === undefined ? 'made from the embedding' : 'read from the file'}. Submitting it.`,
  );
  await submitMask(client, waiting, bytes, settings, { signal });
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
  await saveFile(path, bytes);
  return bytes;
}

/** Downloads from the email's link. @returns the size in bytes @throws Error when it is not the model */
export async function checkLink(link: string, model: Uint8Array, signal: AbortSignal): Promise<number> {
  const response = await fetch(link, { signal });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok && Buffer.from(bytes).equals(model)) return bytes.length;
  throw new Error(`The email's link doesn't return the model (HTTP status ${response.status}).`);
}
