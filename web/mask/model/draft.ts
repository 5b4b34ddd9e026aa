import * as z from 'zod/mini';
import type { Size } from '#client/mask/index.ts';
import { Drawing, isBlank } from './drawing.ts';

const prefix = 'gen3d.mask.';
/** Longer than a session waits for its mask. */
const maxAgeMs = 7 * 86_400_000;

const Draft = z.object({
  version: z.literal(1),
  saved_at: z.number(),
  /** A drawing fits only the photo it was made for. */
  photo: z.object({ width: z.number(), height: z.number() }),
  drawing: Drawing,
});

/** Keeps drawings across reloads, sign-ins and closed tabs. */
export interface Drafts {
  load(key: string, photo: Size): Drawing | undefined;
  /** @returns false if the browser is out of storage */
  save(key: string, photo: Size, drawing: Drawing): boolean;
}

/** Keeps drafts in a browser's storage for a week. */
export function draftsIn(storage: Storage, now: () => number = Date.now): Drafts {
  removeExpired(storage, now());
  return {
    load(key, photo) {
      const draft = read(storage, prefix + key);
      return draft && draft.photo.width === photo.width && draft.photo.height === photo.height
        ? draft.drawing
        : undefined;
    },
    save(key, { width, height }, drawing) {
      try {
        if (isBlank(drawing)) storage.removeItem(prefix + key);
        else
          storage.setItem(
            prefix + key,
            JSON.stringify({
              version: 1,
              saved_at: now(),
              photo: { width, height },
              drawing,
            } satisfies z.infer<typeof Draft>),
          );
        return true;
      } catch {
        return false;
      }
    },
  };
}

function read(storage: Storage, name: string): z.infer<typeof Draft> | undefined {
  try {
    return Draft.parse(JSON.parse(storage.getItem(name) ?? 'null'));
  } catch {
    return undefined;
  }
}

function removeExpired(storage: Storage, now: number): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const name of names.filter((each) => each.startsWith(prefix)))
    if (now - (read(storage, name)?.saved_at ?? 0) > maxAgeMs) storage.removeItem(name);
}
