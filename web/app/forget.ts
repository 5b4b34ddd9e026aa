import { dropThumbnails } from '#web/sessions/thumbnails/store.ts';

/** Drawings that the mask editor keeps. */
const drafts = 'gen3d.mask.';

/** When somebody signs out, the next person at this machine sees nothing of theirs. */
export async function forgetPerson(storage: Storage = localStorage): Promise<void> {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(drafts)) storage.removeItem(key);
  }
  await dropThumbnails();
}
