import { describe, expect, it } from 'vitest';
import { replay } from '#state-machines/replay/index.ts';
import { CALLBACK, definitionOf, historyOf, succeeds, task } from '../../unit/state-machines/asl/support.ts';
import { type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'task input changed',
      definitionOf({ T: task({ Arguments: { a: { b: [1, 2] } } }) }),
      definitionOf({ T: task({ Arguments: { a: { b: [1, 3] } } }) }),
      { answers: [succeeds('T')] },
      { state: 'T', field: 'parameters/a/b[1]', recorded: 2, now: 3 },
    ],
    [
      'task changed',
      definitionOf({ T: task() }),
      definitionOf({ T: task({ Resource: CALLBACK }) }),
      { answers: [succeeds('T')] },
      { field: 'resource', now: 'invoke.waitForTaskToken' },
    ],
  ])('%s', toldAs);

  it('shows the recorded and the current value', () => {
    const history = historyOf(definitionOf({ T: task({ Arguments: { a: 1 } }) }), {
      answers: [succeeds('T')],
    });

    expect(() => replay(definitionOf({ T: task({ Arguments: { a: 2 } }) }), history)).toThrow(
      [
        "diverges at event 3 (TaskScheduled) in state 'T': task input changed",
        '  parameters/a',
        '    recorded: 1',
        '    now:      2',
      ].join('\n'),
    );
  });
});
