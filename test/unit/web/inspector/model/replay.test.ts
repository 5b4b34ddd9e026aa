import { describe, expect, it } from 'vitest';
import { replayHistory } from '#web/inspector/model/replay.ts';
import { historyOf, sessionText } from '../histories.ts';

describe('replayHistory', () => {
  it('finds no difference with the same definition', () => {
    const history = historyOf('mask-refused_succeeded');

    expect(replayHistory(sessionText, history)).toEqual({ kind: 'same', events: history.length });
  });

  it('describes where a changed definition diverges', () => {
    const changed = JSON.parse(sessionText);
    changed.States.WaitForMask.Next = 'NotifySuccess';

    const outcome = replayHistory(JSON.stringify(changed), historyOf('succeeded'));

    expect(outcome).toMatchObject({ kind: 'diverged', divergence: { state: 'WaitForMask' } });
  });

  it('explains why a definition cannot be replayed', () => {
    const history = historyOf('succeeded');

    expect(replayHistory('{"StartAt":"A","States":{}}', history)).toMatchObject({ kind: 'impossible' });
    expect(replayHistory('{"States":{}}', history)).toEqual({
      kind: 'impossible',
      reason: 'Invalid definition: "StartAt" is missing.',
    });
    expect(replayHistory('nothing', history)).toMatchObject({ kind: 'impossible' });
  });
});
