import { describe, expect, it } from 'vitest';
import { detailsOf, machineOf, play, tell, types } from './tell.ts';

describe('Pass, Choice, Wait, Succeed and Fail', () => {
  it.each([
    ['Seconds', 90, 90_000],
    ['Seconds', '{% $states.input.wait * 2 %}', 20_000],
    ['Timestamp', '2026-01-01T00:01:00Z', 60_000],
    ['Timestamp', '2026-01-01T01:00:00.500+00:30', 1_800_500],
    ['Timestamp', '2020-01-01T00:00:00Z', 0],
  ])('waits until %s %s', (field, value, milliseconds) => {
    const history = play(machineOf({ W: { Type: 'Wait', [field]: value } }), { input: { wait: 10 } });

    const [entered, exited] = ['WaitStateEntered', 'WaitStateExited'].map((type) =>
      history.find((one) => one.type === type),
    );
    expect((exited?.timestamp ?? 0) - (entered?.timestamp ?? 0)).toBe(milliseconds);
  });

  it('reports a timestamp that cannot be read after the state was entered', () => {
    const history = play(machineOf({ W: { Type: 'Wait', Timestamp: '{% $states.input.at %}' } }), {
      input: { at: 'noon' },
    });

    expect(tell(history).slice(1)).toEqual([
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
  ])('does not take %s for a time', (at) => {
    const history = play(machineOf({ W: { Type: 'Wait', Timestamp: at } }));

    expect(types(history)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
  });
});
