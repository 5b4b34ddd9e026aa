import { describe, expect, it } from 'vitest';
import { definitionOf, outline } from '../support.ts';
import { CALL, Lifecycle } from './lifecycle.ts';

describe('stop', () => {
  it('aborts with the given error and drops the tasks', () => {
    const lifecycle = new Lifecycle(CALL);

    lifecycle.at(1, { kind: 'stop', error: 'Cancelled', cause: 'by its owner' });

    expect(outline(lifecycle.history).at(-1)).toBe('5<0 ExecutionAborted');
    expect(lifecycle.execution).toMatchObject({
      status: 'ABORTED',
      error: 'Cancelled',
      cause: 'by its owner',
    });
    expect(lifecycle.machine.outstanding(lifecycle.execution)).toEqual({ calls: [], nextTimer: undefined });
  });
});

describe('execution with too many events', () => {
  it('fails with the last event that AWS allows', () => {
    const loop = definitionOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });

    const lifecycle = new Lifecycle(loop);

    expect(lifecycle.history).toHaveLength(25_000);
    expect(lifecycle.execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
