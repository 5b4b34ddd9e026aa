import { describe, expect, it } from 'vitest';
import { replay } from '#state-machines/replay/index.ts';
import { CALLBACK, machineOf, play, succeeds, task } from '../../unit/asl/tell.ts';
import { type Told, toldAs } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'another task input',
      machineOf({ T: task({ Arguments: { a: { b: [1, 2] } } }) }),
      machineOf({ T: task({ Arguments: { a: { b: [1, 3] } } }) }),
      { answers: [succeeds('T')] },
      { state: 'T', field: 'parameters/a/b[1]', recorded: 2, now: 3 },
    ],
    [
      'another task',
      machineOf({ T: task() }),
      machineOf({ T: task({ Resource: CALLBACK }) }),
      { answers: [succeeds('T')] },
      { field: 'resource', now: 'invoke.waitForTaskToken' },
    ],
  ])('%s', toldAs);

  it('is shown with both sides', () => {
    const history = play(machineOf({ T: task({ Arguments: { a: 1 } }) }), { answers: [succeeds('T')] });

    expect(() => replay(machineOf({ T: task({ Arguments: { a: 2 } }) }), history)).toThrow(
      [
        "diverged at event 3 (TaskScheduled) in the state 'T': another task input",
        '  parameters/a',
        '    recorded: 1',
        '    now:      2',
      ].join('\n'),
    );
  });
});
