import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inboxAt } from '#local/demo/mailbox.ts';
import type { Home } from '#local/home.ts';
import { parseJson } from '#state-machines/asl/json.ts';
import { sanitise } from '#state-machines/record/sanitise.ts';
import type { RecordingHome } from './recording-home.ts';

/** Stores what functions were called with: the first request of each route, the first change to each status. */
export async function storeEvents(folder: string, { home, user, tap }: RecordingHome): Promise<void> {
  await user.client.sessions();
  await followLink(home, user.credential.email);
  await storeAll(join(folder, 'api'), tap.requests);
  await storeAll(join(folder, 'eventbridge'), tap.statusChanges);
}

/** Follows the download link of a mail, as its reader does. */
async function followLink({ urls }: Home, email: string): Promise<void> {
  const mails = await inboxAt(urls.inbox).mailsTo(email);
  const link = mails
    .map(({ text }) => /https?:\S+\/download\/\S+/.exec(text)?.[0])
    .find((url) => url !== undefined);
  if (link === undefined) throw new Error('No mail has a download link.');
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
