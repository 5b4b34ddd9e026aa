import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
const keys = ['a/1', 'a/2', 'a/b/3', 'a0', 'b', 'c/ä ö', 'c/日本', 'z/<&>"'];
beforeAll(async () => {
  fixture = await startS3Fixture();
  for (const key of keys) await fixture.put(key, key);
  await fixture.put('gone', 'gone');
  await fixture.client().send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
});
afterAll(() => fixture.remove());

const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
  fixture.client().send(new ListObjectsV2Command({ Bucket, ...input }));
const shown = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const { Contents = [], CommonPrefixes = [] } = await list(input);
  return [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)];
};

describe('ListObjectsV2', () => {
  it('lists existing keys in the order of their bytes, without deleted ones', async () => {
    const { Contents, KeyCount } = await list();
    expect(Contents?.map(({ Key }) => Key)).toEqual(keys);
    expect(KeyCount).toBe(keys.length);
    expect(Contents?.[0]).toMatchObject({
      Size: 3,
      LastModified: expect.any(Date),
      ETag: expect.any(String),
    });
  });

  it.each<[string, Partial<ListObjectsV2CommandInput>, string[]]>([
    ['below a prefix', { Prefix: 'a/' }, ['a/1', 'a/2', 'a/b/3']],
    ['grouped at a delimiter', { Delimiter: '/' }, ['a0', 'b', 'a/', 'c/', 'z/']],
    ['one level below a prefix', { Prefix: 'a/', Delimiter: '/' }, ['a/1', 'a/2', 'a/b/']],
    ['after a key', { StartAfter: 'b' }, ['c/ä ö', 'c/日本', 'z/<&>"']],
    ['below an unused prefix', { Prefix: 'x' }, []],
    ['with max-keys 0', { MaxKeys: 0 }, []],
  ])('lists %s', async (_, input, expected) => {
    expect(await shown(input)).toEqual(expected);
  });

  it('can encode the keys', async () => {
    const { Contents, EncodingType } = await list({ EncodingType: 'url', Prefix: 'c/' });
    expect(EncodingType).toBe('url');
    expect(Contents?.map(({ Key = '' }) => decodeURIComponent(Key))).toEqual(['c/ä ö', 'c/日本']);
  });

  it('shows everything once, with pages of any size', async () => {
    const delimiters = fc.constantFrom(undefined, '/', 'ä');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), delimiters, async (pageSize, Delimiter) => {
        const seen: (string | undefined)[] = [];
        for await (const page of paginateListObjectsV2(
          { client: fixture.client(), pageSize },
          { Bucket, Delimiter },
        )) {
          seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
          seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
          expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
        }
        expect(seen.sort()).toEqual((await shown({ Delimiter })).sort());
      }),
      { numRuns: 20 },
    );
  });

  it('rejects a token that it did not issue', async () => {
    await expect(list({ ContinuationToken: '***' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('ListObjectVersions', () => {
  const versions = (input = {}) => fixture.client().send(new ListObjectVersionsCommand({ Bucket, ...input }));

  it('lists versions and markers, newest first, and marks the latest', async () => {
    const { Versions, DeleteMarkers } = await versions({ Prefix: 'gone' });
    expect(Versions).toMatchObject([{ Key: 'gone', IsLatest: false }]);
    expect(DeleteMarkers).toMatchObject([{ Key: 'gone', IsLatest: true }]);
  });

  it('shows everything once, with pages of any size', async () => {
    await fixture.put('b', 'again');
    await fixture.put('b', 'and again');
    const seen: string[] = [];
    let marker: object | undefined = {};
    while (marker !== undefined) {
      const page: Awaited<ReturnType<typeof versions>> = await versions({ MaxKeys: 2, ...marker });
      for (const one of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
        seen.push(`${one.Key} ${one.VersionId}`);
      const { NextKeyMarker, NextVersionIdMarker, IsTruncated } = page;
      marker = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
    }
    const { Versions = [], DeleteMarkers = [] } = await versions();
    const all = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key} ${VersionId}`);
    expect(seen.sort()).toEqual(all.sort());
    expect(seen).toHaveLength(keys.length + 4);
  });
});
