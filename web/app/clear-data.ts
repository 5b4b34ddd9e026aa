/** Prefix of the mask editor's drafts. */
const drafts = 'gen3d.mask.';
/** Thumbnails that release 0.1 stored. */
const oldDatabase = 'gen3d';

/** Deletes a user's data from this browser when they sign out, so that the next user sees none of it. */
export function clearUserData(storage: Storage = localStorage): void {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(drafts)) storage.removeItem(key);
  }
  indexedDB.deleteDatabase(oldDatabase);
}
