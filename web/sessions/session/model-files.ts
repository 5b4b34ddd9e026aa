import type { Client } from '#client/api.ts';
import type { ResultResponse } from '#tasks/core/contracts/api.ts';
import { problemOf } from '#web/api/problem.ts';
import type { ModelFiles } from '#web/viewer/load/files.ts';

/** URLs are good for minutes. These are taken again for so long, in ms by whatever clock this machine has. */
const fresh = 60_000;

/**
 * The files of a session's model, by URLs that are asked for anew when they are not fresh any more.
 * @param first what the API has just answered
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
        throw new Error(problemOf(error), { cause: error });
      }
      const url = result.files[file];
      if (url === undefined) throw new Error('The file is not there any more: the session may be deleted.');
      return url;
    },
  };
}
