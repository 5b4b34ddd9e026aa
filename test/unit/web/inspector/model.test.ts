import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistory } from '#state-machines/replay/index.ts';
import { readDefinition, UnreadableDefinitionError } from '#web/inspector/model/definition.ts';
import { eventRowsOf, filterRows } from '#web/inspector/model/event-rows.ts';
import { exportHistory } from '#web/inspector/model/export.ts';
import { durationText, prettyJson, timeText } from '#web/inspector/model/format.ts';
import { replayHistory } from '#web/inspector/model/replay.ts';
import { summaryOf } from '#web/inspector/model/summary.ts';
import { visitsOf } from '#web/inspector/model/visits.ts';
import { openWaits, tokenIn, tokensOf } from '#web/inspector/model/waits.ts';
import { historyOf, recorded, session, sessionText } from './histories.ts';

describe('the summary of a history', () => {
  it.each([
    ['succeeded', 'SUCCEEDED', 0, undefined],
    ['ValidateInput-caught-PhotoNotAnImage_failed', 'FAILED', 0, 'PhotoNotAnImage'],
    ['stopped-in-WaitForMask', 'ABORTED', 0, 'SessionCancelled'],
    ['WaitForMask-caught-States.Timeout_timed-out-in-HandleError', 'TIMED_OUT', 0, 'States.Timeout'],
    ['stopped-in-WaitForMask_redriven_succeeded', 'SUCCEEDED', 1, undefined],
  ])('of %s', (name, status, redriveCount, error) => {
    expect(summaryOf(historyOf(name))).toMatchObject({ status, redriveCount, error });
  });

  it('runs until its last event ends it', () => {
    const history = historyOf('succeeded');

    expect(summaryOf(history.slice(0, -1))).toMatchObject({ status: 'RUNNING', endedAt: undefined });
    expect(summaryOf(history).endedAt).toBe(history.at(-1)?.timestamp);
  });
});

describe('the event table', () => {
  const history = historyOf('mask-refused_succeeded');
  const rows = eventRowsOf(history, visitsOf(history));

  it('has a row for each event, with its state and the time since the one before it', () => {
    expect(rows).toHaveLength(history.length);
    expect(rows[3]).toMatchObject({ state: 'ValidateInput', visit: 0 });
    expect(rows[4]?.sincePrevious).toBe(
      (history[4]?.timestamp ?? Number.NaN) - (history[3]?.timestamp ?? Number.NaN),
    );
    expect(rows[0]).toMatchObject({ sinceStart: 0, sincePrevious: undefined, state: undefined });
  });

  it('is filtered by words that all must occur', () => {
    const found = filterRows(rows, 'scheduled waitformask');

    expect(found.map(({ event, state }) => [event.type, state])).toEqual([
      ['TaskScheduled', 'WaitForMask'],
      ['TaskScheduled', 'WaitForMask'],
    ]);
    expect(filterRows(rows, '  ')).toHaveLength(rows.length);
    expect(filterRows(rows, 'nothing-like-it')).toEqual([]);
  });
});

describe('a token that is out', () => {
  it('is found with since when and until when it is awaited', () => {
    const history = historyOf('stopped-in-WaitForMask').slice(0, -1);
    const scheduled = history.findLast(({ type }) => type === 'TaskScheduled');

    const [wait, ...more] = openWaits(visitsOf(history).all);

    expect(more).toEqual([]);
    expect(wait).toMatchObject({ wantsMask: true, since: scheduled?.timestamp, token: 'token-0002' });
    expect((wait?.until ?? 0) - (wait?.since ?? 0)).toBe(86_400_000);
  });

  it('is known with all that were answered, so that none is ever shown', () => {
    const tokens = tokensOf(visitsOf(historyOf('mask-refused_succeeded')).all);

    expect(tokens.length).toBeGreaterThan(2);
    expect(tokens.every((token) => /^token-\d{4}$/.test(token))).toBe(true);
  });

  it('is none once the execution has ended', () => {
    for (const { history } of recorded) expect(openWaits(visitsOf(history).all)).toEqual([]);
  });

  it('is not taken for one where no member is called so', () => {
    expect(tokenIn('{"a":["b"],"TokenIds":[]}')).toBeUndefined();
    expect(tokenIn('no JSON')).toBeUndefined();
    expect(tokenIn(undefined)).toBeUndefined();
    expect(tokenIn('{"values":{":token":{"S":"AQC8"},"x":"longer text"}}')).toBe('AQC8');
  });
});

describe.each(recorded)('the export of $name', ({ history }) => {
  it('is read back as the same history', () => {
    expect(readHistory(exportHistory(history))).toEqual(history);
  });
});

describe('the replay', () => {
  it('says that the same definition does the same', () => {
    const history = historyOf('mask-refused_succeeded');

    expect(replayHistory(sessionText, history)).toEqual({ kind: 'same', events: history.length });
  });

  it('shows where a changed one parts, in words', () => {
    const changed = JSON.parse(sessionText);
    changed.States.WaitForMask.Next = 'NotifySuccess';

    const outcome = replayHistory(JSON.stringify(changed), historyOf('succeeded'));

    expect(outcome).toMatchObject({ kind: 'diverged', divergence: { meaning: 'another next state' } });
  });

  it('says why nothing is known', () => {
    const history = historyOf('succeeded');

    expect(replayHistory('{"StartAt":"A","States":{}}', history)).toMatchObject({ kind: 'impossible' });
    expect(replayHistory('nothing', history)).toMatchObject({ kind: 'impossible' });
  });
});

describe('a definition', () => {
  it('is read with its states, ways out and what is inside of them', () => {
    const machine = readDefinition({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          Next: 'Way',
        },
        Way: {
          Type: 'Choice',
          Choices: [
            { Condition: '{% $a %}', Next: 'Done' },
            { Variable: '$.x', Next: 'Done' },
          ],
          Default: 'Each',
        },
        Done: { Type: 'Succeed' },
      },
    });

    expect(machine.states.map(({ name, ends }) => [name, ends])).toEqual([
      ['Each', false],
      ['Way', false],
      ['Done', true],
    ]);
    expect(machine.states[0]?.inner[0]?.states[0]?.name).toBe('One');
    expect(machine.states[1]?.exits).toEqual([
      { to: 'Done', kind: 'choice', label: '$a' },
      { to: 'Done', kind: 'choice', label: undefined },
      { to: 'Each', kind: 'default', label: 'otherwise' },
    ]);
    expect(session.states).toHaveLength(12);
  });

  it.each(['', '[]', '{"StartAt":"A"}', '{"StartAt":"A","States":{"A":{}}}'])(
    'that is none is refused: %s',
    (text) => {
      expect(() => readDefinition(text)).toThrow(UnreadableDefinitionError);
    },
  );
});

describe('times and data for people', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [4_120, '4.1 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [200_000, '3 min 20 s'],
    [3_900_000, '1 h 5 min'],
    [86_400_000, '1 d'],
    [183_600_000, '2 d 3 h'],
    [-5, '0 ms'],
  ])('%d ms are %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });

  it('any duration has at most two units', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), (ms) => {
        expect(durationText(ms)).toMatch(/^\d+(?:\.\d)? (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/);
      }),
    );
  });

  it('a time is told to the millisecond, and JSON on several lines', () => {
    expect(timeText(new Date(2026, 10, 22, 3, 4, 5, 6).getTime())).toBe('2026-11-22 03:04:05.006');
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyJson('no JSON')).toBe('no JSON');
  });
});
