import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, historyOf, outline, types } from './support.ts';

describe('Pass, Choice, Wait, Succeed and Fail', () => {
  it.each([
    ['Seconds', 90, 90_000],
    ['Seconds', '{% $states.input.wait * 2 %}', 20_000],
    ['Timestamp', '2026-01-01T00:01:00Z', 60_000],
    ['Timestamp', '2026-01-01T01:00:00.500+00:30', 1_800_500],
    ['Timestamp', '2020-01-01T00:00:00Z', 0],
  ])('waits until %s %s', (field, value, milliseconds) => {
    const history = historyOf(definitionOf({ W: { Type: 'Wait', [field]: value } }), { input: { wait: 10 } });

    const [entered, exited] = ['WaitStateEntered', 'WaitStateExited'].map((type) =>
      history.find((one) => one.type === type),
    );
    expect((exited?.timestamp ?? 0) - (entered?.timestamp ?? 0)).toBe(milliseconds);
  });

  it('reports an invalid timestamp after the state was entered', () => {
    const history = historyOf(definitionOf({ W: { Type: 'Wait', Timestamp: '{% $states.input.at %}' } }), {
      input: { at: 'noon' },
    });

    expect(outline(history).slice(1)).toEqual([
      '2<0 WaitStateEntered',
      '3<2 EvaluationFailed',
      '4<3 ExecutionFailed',
    ]);
    expect(detailsOf(history, 'EvaluationFailed').cause).toContain(
      'ISO-8601 extended offset date-time format string: noon',
    );
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
  ])('rejects the timestamp %s', (at) => {
    const history = historyOf(definitionOf({ W: { Type: 'Wait', Timestamp: at } }));

    expect(types(history)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
  });
});
