import { describe, expect, it } from 'vitest';
import { branchOf, definitionOf } from '../../unit/state-machines/asl/support.ts';
import { between, type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'next state changed',
      definitionOf({ A: { ...Z, Next: 'B' }, B: Z, C: Z }),
      definitionOf({ A: { ...Z, Next: 'C' }, B: Z, C: Z }),
      {},
      { eventId: 4, field: 'name', recorded: 'B', now: 'C' },
    ],
    [
      'next state changed',
      definitionOf({ A: { ...Z, Next: 'B' }, B: Z }),
      definitionOf({ A: { ...Z, Next: 'B' }, B: { Type: 'Succeed' } }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: "SucceedStateEntered 'B'" },
    ],
    [
      'path changed',
      definitionOf({ A: { ...Z, Next: 'B' }, B: Z }),
      definitionOf({ A: Z, B: Z }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: 'ExecutionSucceeded' },
    ],
  ])('%s', toldAs);

  it('names a removed state', () => {
    const difference = between(
      definitionOf({ P: { Type: 'Parallel', Branches: [branchOf({ A: Z })] } }),
      definitionOf({ P: { Type: 'Parallel', Branches: [branchOf({ B: Z })] } }),
    );

    expect(difference).toMatchObject({
      eventId: 4,
      meaning: 'state removed or its type changed',
      now: expect.stringContaining("no branch starts with the state 'A'"),
    });
  });
});
