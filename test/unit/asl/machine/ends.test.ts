import { describe, expect, it } from 'vitest';
import { machineOf, tell } from '../tell.ts';
import { CALL, Life } from './life.ts';

describe('stop', () => {
  it('aborts with what it was given, and forgets the tasks', () => {
    const life = new Life(CALL);

    life.at(1, { kind: 'stop', error: 'Cancelled', cause: 'by its owner' });

    expect(tell(life.history).at(-1)).toBe('5<0 ExecutionAborted');
    expect(life.execution).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by its owner' });
    expect(life.machine.outstanding(life.execution)).toEqual({ calls: [], nextTimer: undefined });
  });
});

describe('an execution of too many events', () => {
  it('fails with the last one that AWS allows', () => {
    const loop = machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });

    const life = new Life(loop);

    expect(life.history).toHaveLength(25_000);
    expect(life.execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
