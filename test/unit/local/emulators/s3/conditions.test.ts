import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('a conditional write', () => {
  it('succeeds once with If-None-Match: *, however many clients try', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => fixture.put('once', `writer ${n}`, { IfNoneMatch: '*' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []));
    expect(refused).toBe('PreconditionFailed');
  });

  it('succeeds with If-Match only for that content', async () => {
    const { ETag } = await fixture.put('matched', 'one');
    await fixture.put('matched', 'two', { IfMatch: ETag });
    await expect(fixture.put('matched', 'three', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(fixture.put('not there', 'x', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});
