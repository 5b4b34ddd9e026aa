import { describe, expect, it } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { type Outlook, watch } from '#web/api/watch.ts';

const network = new NetworkError('https://api.example');

/** A page that stays visible, and whose connection is back at once. */
const calm: Outlook = {
  visible: async () => {},
  untilHidden: () => new AbortController().signal,
  recovered: async () => {},
};

/** Reads these one after the other; errors are thrown. */
function reading(values: readonly (number | Error)[]) {
  let next = 0;
  return {
    read: async () => {
      const value = values[next++];
      if (value === undefined) throw new Error('Read too often.');
      if (value instanceof Error) throw value;
      return value;
    },
    done: (value: number) => value === 100,
    stamp: String,
  };
}

function watching() {
  const told: (number | string | undefined)[] = [];
  return {
    told,
    onValue: (value: number) => void told.push(value),
    onTrouble: (trouble: Error | undefined) => void told.push(trouble?.name),
  };
}

describe('watching a session', () => {
  it('tells each value and ends with the last', async () => {
    const watcher = watching();

    await watch(reading([100]), watcher, new AbortController().signal, calm);

    expect(watcher.told).toEqual([undefined, 100]);
  });

  it('tells trouble that passes, outlives it, and tells that it is over', async () => {
    const watcher = watching();
    const busy = new ApiError(503, 'Busy', 'Busy.');

    await watch(reading([network, busy, 100]), watcher, new AbortController().signal, calm);

    expect(watcher.told).toEqual(['NetworkError', 'ApiError', undefined, 100]);
  });

  it('ends with what will not pass', async () => {
    const missing = new ApiError(404, 'NotFound', 'Not there.');

    await expect(watch(reading([missing]), watching(), new AbortController().signal, calm)).rejects.toBe(
      missing,
    );
  });

  it('asks nothing while the page is hidden, and at once when it is seen again', async () => {
    const watcher = watching();
    const hiding = new AbortController();
    let rounds = 0;
    const outlook: Outlook = {
      ...calm,
      visible: async () => void rounds++,
      untilHidden: () => (rounds === 1 ? hiding.signal : new AbortController().signal),
    };
    const values = reading([10, 100]);
    const read = async () => {
      const value = await values.read();
      if (value === 10) hiding.abort();
      return value;
    };

    await watch({ ...values, read }, watcher, new AbortController().signal, outlook);

    expect(rounds).toBe(2);
    expect(watcher.told.filter((one) => typeof one === 'number')).toEqual([10, 100]);
  });

  it('stops with its signal', async () => {
    const stop = new AbortController();
    const outlook = { ...calm, recovered: async () => stop.abort(new Error('left')) };

    await expect(watch(reading([network]), watching(), stop.signal, outlook)).rejects.toThrow('left');
  });
});
