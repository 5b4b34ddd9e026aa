import { describe, expect, it } from 'vitest';
import { branchOf, machineOf } from '../../unit/asl/tell.ts';
import { between, type Told, toldAs, Z } from './between.ts';

describe('a divergence', () => {
  it.each<Told>([
    [
      'another next state',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z, C: Z }),
      machineOf({ A: { ...Z, Next: 'C' }, B: Z, C: Z }),
      {},
      { eventId: 4, field: 'name', recorded: 'B', now: 'C' },
    ],
    [
      'another next state',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z }),
      machineOf({ A: { ...Z, Next: 'B' }, B: { Type: 'Succeed' } }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: "SucceedStateEntered 'B'" },
    ],
    [
      'another way on',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z }),
      machineOf({ A: Z, B: Z }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: 'ExecutionSucceeded' },
    ],
  ])('%s', toldAs);

  it('by a state that is gone names it', () => {
    const difference = between(
      machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ A: Z })] } }),
      machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ B: Z })] } }),
    );

    expect(difference).toMatchObject({
      eventId: 4,
      meaning: 'the state is gone, or of another type',
      now: expect.stringContaining("no branch starts with the state 'A'"),
    });
  });
});
