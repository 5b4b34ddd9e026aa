import { describe, expect, it } from 'vitest';
import { readDefinition, UnreadableDefinitionError } from '#web/inspector/model/definition.ts';
import { session } from '../histories.ts';

describe('readDefinition', () => {
  it('reads states, transitions and nested state machines', () => {
    const stateMachine = readDefinition({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          Next: 'Pick',
        },
        Pick: {
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

    expect(stateMachine.states.map(({ name, ends }) => [name, ends])).toEqual([
      ['Each', false],
      ['Pick', false],
      ['Done', true],
    ]);
    expect(stateMachine.states[0]?.inner[0]?.states[0]?.name).toBe('One');
    expect(stateMachine.states[1]?.exits).toEqual([
      { to: 'Done', kind: 'choice', label: '$a' },
      { to: 'Done', kind: 'choice', label: undefined },
      { to: 'Each', kind: 'default', label: 'otherwise' },
    ]);
    expect(session.states).toHaveLength(12);
  });

  it.each(['', '[]', '{"StartAt":"A"}', '{"StartAt":"A","States":{"A":{}}}'])('rejects %j', (text) => {
    expect(() => readDefinition(text)).toThrow(UnreadableDefinitionError);
  });
});
