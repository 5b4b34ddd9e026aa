import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Folded, FoldedExecutions } from '#local/step-functions/runtime/folded-executions.ts';
import { compile } from '#state-machines/asl/index.ts';
import { definition, machineArn, region, roleArn } from './runtime.ts';

const machine = compile(definition({ Pass: { Type: 'Pass', End: true } }));
const facts = {
  stateMachineArn: machineArn('M'),
  stateMachineName: 'M',
  roleArn,
  region,
  startTime: 0,
  input: '{}',
};

function folded(arn: string, size: number): Folded {
  const execution = machine.begin({ ...facts, executionArn: arn, name: arn });
  const status = 'RUNNING' as const;
  const times = { started: 0, stopped: null, last_event: 1, next_timer: null, calling: 0 };
  const redrive = { redrive_count: 0, redriven: null, redrive_token: null };
  return {
    row: { id: 1, arn, machine: 1, revision: 1, status, ...times, ...redrive },
    machine,
    execution,
    size,
  };
}

describe('the executions kept in memory', () => {
  it('are those used last, as many as the budget allows', () => {
    const kept = new FoldedExecutions(3 * 5_000);
    for (const arn of ['a', 'b', 'c']) kept.set(arn, folded(arn, 500));

    kept.get('a');
    kept.set('d', folded('d', 500));

    expect(['a', 'b', 'c', 'd'].filter((arn) => kept.get(arn) !== undefined)).toEqual(['a', 'c', 'd']);
  });

  it('make room when one of them grows', () => {
    const kept = new FoldedExecutions(10_000);
    kept.set('a', folded('a', 100));
    kept.set('b', folded('b', 100));

    kept.grow('b', 5_000);

    expect(kept.get('a')).toBeUndefined();
    expect(kept.get('b')?.size).toBe(5_100);
  });

  it('never count what is gone, whatever is done with them', () => {
    const step = fc.tuple(
      fc.constantFrom('set', 'get', 'grow', 'delete'),
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(3_000),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const kept = new FoldedExecutions(1_000_000);
        for (const [what, arn, size] of steps) {
          if (what === 'set') kept.set(arn, folded(arn, size));
          else if (what === 'get') kept.get(arn);
          else if (what === 'grow') kept.grow(arn, size);
          else kept.delete(arn);
        }
        for (const arn of ['a', 'b', 'c']) kept.delete(arn);

        kept.set('last', folded('last', 990_000));

        expect(kept.get('last')).toBeDefined();
      }),
    );
  });
});
