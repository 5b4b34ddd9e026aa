import { describe, expect, it } from 'vitest';
import { NetworkError } from '#client/errors.ts';
import type { ResultResponse } from '#tasks/core/contracts/api.ts';
import { modelFiles } from '#web/sessions/session/model-files.ts';

const minute = 60_000;

function answer(round: number, files: readonly string[] = ['mesh', 'splat']): ResultResponse {
  return {
    job_id: 'gen3d-1',
    status: 'completed',
    expires_at: '2026-11-23T04:15:00.000Z',
    files: Object.fromEntries(files.map((file) => [file, `https://store.example/${file}?signed=${round}`])),
  };
}

/** An API whose every answer has other URLs, and a clock that is set by hand. */
function begin(first = answer(0), fail?: () => Error) {
  const clock = { now: 0, asked: 0 };
  const client = {
    result: async () => {
      if (fail) throw fail();
      clock.asked++;
      return answer(clock.asked);
    },
  };
  return { clock, files: modelFiles(client, first, () => clock.now) };
}

describe('the files of a model', () => {
  it('are where the API has just said', async () => {
    const { clock, files } = begin();

    expect(await files.url('mesh')).toBe('https://store.example/mesh?signed=0');
    expect(clock.asked).toBe(0);
  });

  it.each([
    ['a quarter of an hour later', 16 * minute],
    ['when the clock was put back', -60 * minute],
  ])('are asked for anew %s, and then taken again for a moment', async (_, later) => {
    const { clock, files } = begin();
    clock.now = later;

    const urls = [await files.url('mesh'), await files.url('splat')];

    expect(urls).toEqual(['https://store.example/mesh?signed=1', 'https://store.example/splat?signed=1']);
    expect(clock.asked).toBe(1);
  });

  it('are known to have a splat or not', () => {
    expect(begin().files.hasSplat).toBe(true);
    expect(begin(answer(0, ['mesh'])).files.hasSplat).toBe(false);
  });

  it('that are gone are told of', async () => {
    await expect(begin(answer(0, ['mesh'])).files.url('splat')).rejects.toThrow(/may be deleted/);
  });

  it('that cannot be asked for say what to do, and are asked for the next time again', async () => {
    let isOffline = true;
    const { clock, files } = begin(answer(0), () => {
      isOffline = false;
      return new NetworkError('https://api.example');
    });
    clock.now = 16 * minute;

    await expect(files.url('mesh')).rejects.toThrow(/Check your connection/);
    expect(isOffline).toBe(false);
    isOffline = true;
    await expect(files.url('mesh')).rejects.toThrow(/Check your connection/);
    expect(isOffline).toBe(false);
  });

  it('that nobody waits for any more fail with the reason of that', async () => {
    const stop = new AbortController();
    stop.abort(new Error('closed'));
    const { clock, files } = begin(answer(0), () => new Error('aborted'));
    clock.now = 16 * minute;

    await expect(files.url('mesh', stop.signal)).rejects.toThrow('closed');
  });
});
