import { describe, expect, it } from 'vitest';
import { replay, replayAll } from '#state-machines/replay/index.ts';
import { eventsOf, HISTORIES, SESSION } from './session-paths.ts';

describe('session state machine', () => {
  it.each(HISTORIES)('replays: $name', ({ history }) => {
    expect(() => replay(SESSION, history)).not.toThrow();
  });

  it('is fully covered by these histories', () => {
    const replays = replayAll(SESSION, HISTORIES);
    let step = replays.next();
    while (step.done !== true) step = replays.next();

    for (const { covered, total, missing } of Object.values(step.value)) {
      expect(missing).toEqual([]);
      expect(covered).toBe(total);
    }
  });

  it('replays unfinished histories, cut anywhere', () => {
    const [history = HISTORIES[0]] = HISTORIES.filter(({ name }) => name === 'masks are refused to the end');
    if (history === undefined) throw new Error('no history');
    const events = eventsOf(history);

    for (const length of events.keys()) {
      if (length > 0) expect(() => replay(SESSION, events.slice(0, length))).not.toThrow();
    }
  });
});
