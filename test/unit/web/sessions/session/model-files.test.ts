import { describe, expect, it } from 'vitest';
import { NetworkError } from '#client/errors.ts';
import type { ResultResponse } from '#contracts/api.ts';
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

/** An API that answers with other URLs each time, and a manual clock. */
function setUp(first = answer(0), fail?: () => Error) {
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

describe('modelFiles', () => {
  it('returns the URLs of the first result', async () => {
    const { clock, files } = setUp();

    expect(await files.url('mesh')).toBe('https://store.example/mesh?signed=0');
    expect(clock.asked).toBe(0);
  });

  it.each([
    ['a quarter of an hour later', 16 * minute],
    ['when the clock was put back', -60 * minute],
  ])('fetches new URLs %s, and reuses them', async (_, later) => {
    const { clock, files } = setUp();
    clock.now = later;

    const urls = [await files.url('mesh'), await files.url('splat')];

    expect(urls).toEqual(['https://store.example/mesh?signed=1', 'https://store.example/splat?signed=1']);
    expect(clock.asked).toBe(1);
  });

  it('says whether there is a splat', () => {
    expect(setUp().files.hasSplat).toBe(true);
    expect(setUp(answer(0, ['mesh'])).files.hasSplat).toBe(false);
  });

  it('rejects when the file is gone', async () => {
    await expect(setUp(answer(0, ['mesh'])).files.url('splat')).rejects.toThrow(/may have been deleted/);
  });

  it('explains a network error, and tries again the next time', async () => {
    let isOffline = true;
    const { clock, files } = setUp(answer(0), () => {
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

  it('rejects with the reason of its signal', async () => {
    const stop = new AbortController();
    stop.abort(new Error('closed'));
    const { clock, files } = setUp(answer(0), () => new Error('aborted'));
    clock.now = 16 * minute;

    await expect(files.url('mesh', stop.signal)).rejects.toThrow('closed');
  });
});
