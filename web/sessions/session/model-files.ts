import type { Client } from '#client/api.ts';
import type { ResultResponse } from '#contracts/api.ts';
import { errorMessage } from '#web/api/error-message.ts';
import type { ModelFiles } from '#web/viewer/load/files.ts';

/** URLs expire in minutes. They are reused for so many milliseconds. */
const fresh = 60_000;

/**
 * The files of a session's model. Their URLs are fetched again when they are no longer fresh.
 * @param first a result that was just fetched
 */
export function modelFiles(
  client: Pick<Client, 'result'>,
  first: ResultResponse,
  now: () => number = Date.now,
): ModelFiles {
  let [result, askedAt] = [first, now()];
  return {
    id: first.job_id,
    hasSplat: first.files.splat !== undefined,
    url: async (file, signal) => {
      const time = now();
      try {
        if (Math.abs(time - askedAt) > fresh) {
          result = await client.result(first.job_id, signal ? { signal } : {});
          askedAt = time;
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw new Error(errorMessage(error), { cause: error });
      }
      const url = result.files[file];
      if (url === undefined) throw new Error('This file is gone. The model may have been deleted.');
      return url;
    },
  };
}
