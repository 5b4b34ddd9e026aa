import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Calls } from '#local/step-functions/runtime/calls.ts';
import type { TaskAnswer } from '#local/step-functions/tasks/task-caller.ts';
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

/** A caller that answers when told to. */
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
  it('are made so many at a time, in the order of their scheduling', async () => {
    const { made, release, caller } = heldCaller();
    const { answered, wanted, store } = owner();
    const calls = new Calls(caller, 2, { wanted, answered: store });

    calls.add('execution', [call(1), call(2), call(3)]);
    await turn();
    expect(made).toEqual([1, 2]);
    release();
    await turn();

    expect(made).toEqual([1, 2, 3]);
    expect(answered).toEqual([1]);
  });

  it('are in flight once, however often they are handed in', async () => {
    const { made, caller } = heldCaller();
    const { wanted, store } = owner();
    const calls = new Calls(caller, 8, { wanted, answered: store });

    calls.add('execution', [call(1)]);
    calls.add('execution', [call(1)]);
    calls.add('other', [call(1)]);
    await turn();

    expect(made).toEqual([1, 1]);
  });

  it('are not made for an execution that has ended', async () => {
    const { made, caller } = heldCaller();
    const { wanted, store } = owner(false);
    const calls = new Calls(caller, 8, { wanted, answered: store });

    calls.add('execution', [call(1)]);
    await turn();

    expect(made).toEqual([]);
  });

  it('that are cut off by the end of the home leave no answer', async () => {
    const { caller } = heldCaller();
    const { answered, wanted, store } = owner();
    const calls = new Calls(caller, 1, { wanted, answered: store });

    calls.add('execution', [call(1), call(2)]);
    await turn();
    calls.close();
    await turn();

    expect(answered).toEqual([]);
  });

  it('keep their answer until it could be stored', async () => {
    const stored: number[] = [];
    let attempts = 0;
    const done = Promise.withResolvers<void>();
    const calls = new Calls(async () => answer, 1, {
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

  it('tell a recovery when there is room for more', async () => {
    const { release, caller } = heldCaller();
    const { wanted, store } = owner();
    const calls = new Calls(caller, 1, { wanted, answered: store });
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
