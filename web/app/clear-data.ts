import { deleteThumbnails } from '#web/sessions/thumbnails/store.ts';

/** Prefix of the mask editor's drafts. */
const drafts = 'gen3d.mask.';

/** Deletes a user's data from this browser when they sign out, so that the next user sees none of it. */
export async function clearUserData(storage: Storage = localStorage): Promise<void> {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(drafts)) storage.removeItem(key);
  }
  await deleteThumbnails();
}
