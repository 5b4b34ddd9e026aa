import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePly } from '#local/preview-model/ply.ts';
import { readCloud } from '#web/viewer/load/cloud.ts';
import { DownloadError, download } from '#web/viewer/load/download.ts';

const { signal } = new AbortController();

function ply(...places: readonly (readonly [x: number, y: number, z: number])[]): Uint8Array {
  return encodePly(
    { positions: Float32Array.from(places.flat()), colours: new Uint8Array(places.length * 3).fill(7) },
    'test',
  );
}

describe('a cloud of points', () => {
  it('has the points of the file', () => {
    const cloud = readCloud(ply([1, 2, 3], [4, 5, 6]));

    expect([...cloud.positions]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...cloud.colours]).toEqual(Array(6).fill(7));
    expect(cloud.count).toBe(2);
  });

  it('lies within its ball, whatever it looks like', () => {
    const coordinate = fc.float({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1 }), (places) => {
        const { middle, radius, diameter } = readCloud(ply(...places));

        const far = places.filter(
          (place) => Math.hypot(...place.map((value, axis) => value - (middle[axis] ?? 0))) > radius * 1.001,
        );
        expect(far).toEqual([]);
        expect(radius).toBeGreaterThan(0);
        expect(diameter).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ['without a point', ply()],
    ['with nothing but not-a-number', ply([Number.NaN, Number.NaN, Number.NaN])],
  ])('%s is small and at the origin', (_, file) => {
    expect(readCloud(file)).toMatchObject({ middle: [0, 0, 0], radius: 1e-6 });
  });

  it('that is cut off is refused', () => {
    expect(() => readCloud(ply([1, 2, 3]).subarray(0, -1))).toThrow(/1 points need/);
  });
});

describe('a download', () => {
  const answering = (response: () => Response) => async () => response();

  it('tells how far it is', async () => {
    const shares: number[] = [];
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(30));
        controller.enqueue(new Uint8Array(10));
        controller.close();
      },
    });

    const file = await download('x', {
      signal,
      onProgress: (share) => shares.push(share),
      fetch: answering(() => new Response(body, { headers: { 'content-length': '40' } })),
    });

    expect(file.size).toBe(40);
    expect(shares).toEqual([0.75, 1]);
  });

  it('says nothing of progress where the length is not known', async () => {
    const shares: number[] = [];

    const file = await download('x', {
      signal,
      onProgress: (share) => shares.push(share),
      fetch: answering(() => new Response(new Uint8Array(5))),
    });

    expect([file.size, shares]).toEqual([5, []]);
  });

  it.each([
    ['an address that has expired', answering(() => new Response('no', { status: 403 }))],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('fails with what to do: %s', async (_, fetch) => {
    await expect(download('x', { signal, fetch })).rejects.toThrow(DownloadError);
  });

  it('that nobody wants any more fails with the reason of that', async () => {
    const stop = new AbortController();
    stop.abort(new Error('closed'));

    const fetch = () => Promise.reject(new TypeError('aborted'));
    await expect(download('x', { signal: stop.signal, fetch })).rejects.toThrow('closed');
  });
});
