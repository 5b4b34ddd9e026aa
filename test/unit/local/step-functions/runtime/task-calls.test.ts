import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskAnswer } from '#local/step-functions/integrations/task-caller.ts';
import { TaskCalls } from '#local/step-functions/runtime/task-calls.ts';
import type { TaskCall } from '#state-machines/asl/types.ts';

const call = (scheduledEventId: number): TaskCall => ({
  scheduledEventId,
  stateName: 'Work',
  kind: 'optimized',
  resourceType: 'lambda',
  resource: 'invoke',
  parameters: '{}',
  taskToken: undefined,
  submitted: false,
});

const logged = vi.spyOn(console, 'error');
beforeEach(() => {
  logged.mockImplementation(() => {});
});
afterEach(() => {
  logged.mockReset();
});

const answer: TaskAnswer = { ok: true, output: '{}' };

/** A task caller that the test completes. */
function heldCaller() {
  const made: number[] = [];
  const held: (() => void)[] = [];
  const caller = async ({ scheduledEventId }: TaskCall, signal: AbortSignal) => {
    made.push(scheduledEventId);
    await new Promise<void>((resolve) => {
      held.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
    signal.throwIfAborted();
    return answer;
  };
  return { made, release: () => held.shift()?.(), caller };
}

function owner(wanted = true) {
  const answered: number[] = [];
  return {
    answered,
    wanted: () => wanted,
    store: async (_arn: string, { scheduledEventId }: TaskCall) => {
      answered.push(scheduledEventId);
    },
  };
}

describe('task calls', () => {
  it('run in the order of scheduling, up to the concurrency', async () => {
    const { made, release, caller } = heldCaller();
    const { answered, wanted, store } = owner();
    const calls = new TaskCalls(caller, 2, { wanted, answered: store });

    calls.add('execution', [call(1), call(2), call(3)]);
    await turn();
    expect(made).toEqual([1, 2]);
    release();
    await turn();

    expect(made).toEqual([1, 2, 3]);
    expect(answered).toEqual([1]);
  });

  it('run once at a time, however often they are added', async () => {
    const { made, caller } = heldCaller();
    const { wanted, store } = owner();
    const calls = new TaskCalls(caller, 8, { wanted, answered: store });

    calls.add('execution', [call(1)]);
    calls.add('execution', [call(1)]);
    calls.add('other', [call(1)]);
    await turn();

    expect(made).toEqual([1, 1]);
  });

  it('are not made for an execution that has ended', async () => {
    const { made, caller } = heldCaller();
    const { wanted, store } = owner(false);
    const calls = new TaskCalls(caller, 8, { wanted, answered: store });

    calls.add('execution', [call(1)]);
    await turn();

    expect(made).toEqual([]);
  });

  it('that are aborted by the stop leave no result', async () => {
    const { caller } = heldCaller();
    const { answered, wanted, store } = owner();
    const calls = new TaskCalls(caller, 1, { wanted, answered: store });

    calls.add('execution', [call(1), call(2)]);
    await turn();
    calls.close();
    await turn();

    expect(answered).toEqual([]);
  });

  it('keep their result until it is stored', async () => {
    const stored: number[] = [];
    let attempts = 0;
    const done = Promise.withResolvers<void>();
    const calls = new TaskCalls(async () => answer, 1, {
      wanted: () => true,
      answered: async (_arn, { scheduledEventId }) => {
        attempts += 1;
        if (attempts === 1) throw new Error('no room for {"secret":1}');
        stored.push(scheduledEventId);
        done.resolve();
      },
    });

    calls.add('execution', [call(1)]);
    await done.promise;

    expect(stored).toEqual([1]);
    expect(logged).toHaveBeenCalledOnce();
    expect(JSON.stringify(logged.mock.calls)).not.toContain('secret');
  });

  it('let a recovery wait until there is room for more', async () => {
    const { release, caller } = heldCaller();
    const { wanted, store } = owner();
    const calls = new TaskCalls(caller, 1, { wanted, answered: store });
    calls.add('execution', [call(1), call(2)]);
    let room = false;

    const waiting = calls.hasRoom().then(() => {
      room = true;
    });
    await turn();
    expect(room).toBe(false);
    release();
    await waiting;

    expect(room).toBe(true);
  });
});
