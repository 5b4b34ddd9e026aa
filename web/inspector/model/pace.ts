/** How long to wait between two looks: short while something happens, longer and longer while nothing does. */

/** Milliseconds. */
export const shortest = 1_000;
const longest = 15_000;
const longestAfterErrors = 60_000;

/** @param before milliseconds of the last wait; `news` whether the look showed anything new */
export function nextPause(before: number, look: 'news' | 'nothing' | 'failed'): number {
  switch (look) {
    case 'news':
      return shortest;
    case 'nothing':
      return Math.min(longest, before * 1.5);
    case 'failed':
      return Math.min(longestAfterErrors, Math.max(shortest, before) * 2);
  }
}
