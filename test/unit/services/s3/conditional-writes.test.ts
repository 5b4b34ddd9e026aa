import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('writing under a condition', () => {
  it('happens once with If-None-Match: *, however many try', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => home.put('once', `writer ${n}`, { IfNoneMatch: '*' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []));
    expect(refused).toBe('PreconditionFailed');
  });

  it('happens with If-Match only over that content', async () => {
    const { ETag } = await home.put('matched', 'one');
    await home.put('matched', 'two', { IfMatch: ETag });
    await expect(home.put('matched', 'three', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(home.put('not there', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
