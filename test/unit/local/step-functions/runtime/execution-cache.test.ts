import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExecutionCache, type LoadedExecution } from '#local/step-functions/runtime/execution-cache.ts';
import { compile } from '#state-machines/asl/index.ts';
import { definition, machineArn, region, roleArn } from '../runtime.ts';

const stateMachine = compile(definition({ Pass: { Type: 'Pass', End: true } }));
const facts = {
  stateMachineArn: machineArn('M'),
  stateMachineName: 'M',
  roleArn,
  region,
  startTime: 0,
  input: '{}',
};

function loaded(arn: string, size: number): LoadedExecution {
  const execution = stateMachine.start({ ...facts, executionArn: arn, name: arn });
  const status = 'RUNNING' as const;
  const times = { started: 0, stopped: null, last_event: 1, next_timer: null, calling: 0 };
  const redrive = { redrive_count: 0, redriven: null, redrive_token: null };
  return {
    row: { id: 1, arn, machine: 1, revision: 1, status, ...times, ...redrive },
    stateMachine,
    execution,
    size,
  };
}

describe('the executions in memory', () => {
  it('are the most recently used ones that fit the budget', () => {
    const cache = new ExecutionCache(3 * 5_000);
    for (const arn of ['a', 'b', 'c']) cache.set(arn, loaded(arn, 500));

    cache.get('a');
    cache.set('d', loaded('d', 500));

    expect(['a', 'b', 'c', 'd'].filter((arn) => cache.get(arn) !== undefined)).toEqual(['a', 'c', 'd']);
  });

  it('are evicted when one of them grows', () => {
    const cache = new ExecutionCache(10_000);
    cache.set('a', loaded('a', 100));
    cache.set('b', loaded('b', 100));

    cache.grow('b', 5_000);

    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')?.size).toBe(5_100);
  });

  it('never count removed ones, whatever the order of operations', () => {
    const step = fc.tuple(
      fc.constantFrom('set', 'get', 'grow', 'delete'),
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(3_000),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const cache = new ExecutionCache(1_000_000);
        for (const [what, arn, size] of steps) {
          if (what === 'set') cache.set(arn, loaded(arn, size));
          else if (what === 'get') cache.get(arn);
          else if (what === 'grow') cache.grow(arn, size);
          else cache.delete(arn);
        }
        for (const arn of ['a', 'b', 'c']) cache.delete(arn);

        cache.set('last', loaded('last', 990_000));

        expect(cache.get('last')).toBeDefined();
      }),
    );
  });
});
