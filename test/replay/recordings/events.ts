import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalEnvironment } from '#local/environment/environment.ts';
import { inboxAt } from '#local/scripted-user/inbox-client.ts';
import { parseJson } from '#state-machines/asl/json.ts';
import { sanitise } from '#state-machines/record/sanitise.ts';
import type { RecordingEnvironment } from './recording-environment.ts';

/** Stores events that functions received: the first request of each route and the first change to each status. */
export async function storeEvents(
  folder: string,
  { environment, user, tap }: RecordingEnvironment,
): Promise<void> {
  await user.client.sessions();
  await followLink(environment, user.credential.email);
  await storeAll(join(folder, 'api'), tap.requests);
  await storeAll(join(folder, 'eventbridge'), tap.statusChanges);
}

/** Opens the download link of an email. */
async function followLink({ urls }: LocalEnvironment, email: string): Promise<void> {
  const emails = await inboxAt(urls.inbox).emailsTo(email);
  const link = emails
    .map(({ text }) => /https?:\S+\/download\/\S+/.exec(text)?.[0])
    .find((url) => url !== undefined);
  if (link === undefined) throw new Error('No email has a download link.');
  await fetch(link, { redirect: 'manual' });
}

/** Stores events by name. */
export async function storeAll(folder: string, events: ReadonlyMap<string, unknown>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, event] of events) {
    const clean = sanitise(parseJson(JSON.stringify(event)));
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(clean, null, 2)}\n`);
  }
}
