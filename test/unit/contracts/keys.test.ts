import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobId, maxObjects, SessionId, UserId } from '#contracts/common.ts';
import {
  asyncKeys,
  inferenceIdOf,
  jobIdOf,
  objectKeys,
  photoKeys,
  sessionKeys,
  uploadedMaskKey,
  uploadedMaskKeys,
  uploadedPhotoKey,
  uploadedPhotoKeys,
} from '#contracts/keys.ts';
import { UploadFormat } from '#contracts/photo/formats.ts';
import { asyncKeyOf, jobOfKey } from '#tasks/core/inference/locations.ts';

const user = fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/);
const session = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

const allKeys = (userId: string, sessionId: string) => [
  ...Object.values(sessionKeys(userId, sessionId)),
  ...photoKeys(userId, sessionId),
  ...uploadedPhotoKeys(userId, sessionId),
  ...uploadedMaskKeys(userId, sessionId),
];

describe('keys', () => {
  it('start with the prefix of their session only', () => {
    fc.assert(
      fc.property(user, session, user, session, (u1, s1, u2, s2) => {
        fc.pre(u1 !== u2 || s1 !== s2);
        const { prefix } = sessionKeys(u1, s1);

        for (const key of allKeys(u2, s2)) {
          expect(key.startsWith(prefix)).toBe(false);
        }
        for (const key of allKeys(u1, s1)) {
          expect(key.startsWith(prefix)).toBe(true);
        }
      }),
    );
  });

  it('of uploads have the extension of each format that users may upload', () => {
    const prefix = 'users/user-1/sessions/cup-1/';
    const photos = UploadFormat.options.map((format) => uploadedPhotoKey('user-1', 'cup-1', format));

    expect(photos).toEqual(
      ['jpg', 'png', 'webp', 'avif', 'heic', 'gif', 'tif', 'bmp'].map(
        (extension) => `${prefix}original_image.${extension}`,
      ),
    );
    expect(uploadedPhotoKeys('user-1', 'cup-1')).toEqual(photos);
    expect(uploadedMaskKeys('user-1', 'cup-1')).toEqual(
      ['png', 'webp', 'jpg'].map((extension) => `${prefix}mask_final.${extension}`),
    );
    expect(uploadedMaskKey('user-1', 'cup-1', 'jpeg')).toBe(`${prefix}mask_final.jpg`);
  });

  it('are different for each object, and the first has the keys of the session', () => {
    const keys = sessionKeys('user-1', 'cup-1');
    const objects = Array.from({ length: maxObjects }, (_, index) =>
      objectKeys('user-1', 'cup-1', index + 1),
    );

    expect(keys).toMatchObject(objects[0] ?? {});
    expect(objects[1]).toEqual({
      mask: `${keys.prefix}mask_2.png`,
      mesh: `${keys.prefix}output_mesh_2.ply`,
      splat: `${keys.prefix}output_splat_2.ply`,
    });
    expect(new Set(objects.flatMap((object) => Object.values(object))).size).toBe(3 * maxObjects);
  });

  it('reject ids that could leave their prefix', () => {
    for (const id of ['..', 'a/b', '', 'a b', 'ä', 'a\n', '%2e', `${'a'.repeat(65)}`]) {
      expect(SessionId.safeParse(id).success).toBe(false);
      expect(UserId.safeParse(id).success).toBe(false);
    }
  });
});

describe('a job id', () => {
  it('is the same for the same session, and different for any other', () => {
    fc.assert(
      fc.property(user, session, user, session, (u1, s1, u2, s2) => {
        expect(JobId.safeParse(jobIdOf(u1, s1)).success).toBe(true);
        expect(jobIdOf(u1, s1) === jobIdOf(u2, s2)).toBe(u1 === u2 && s1 === s2);
      }),
    );
  });
});

describe('an inference id', () => {
  const request = fc.record({
    job_id: fc.constantFrom('job-1', 'job-11'),
    stage: fc.constantFrom('embedding' as const, 'reconstruction' as const),
    round: fc.nat(30),
    attempt: fc.nat(30),
    redrive: fc.nat(30),
  });

  it('has at most 64 characters and is unique per job, stage, round, attempt and redrive', () => {
    fc.assert(
      fc.property(request, request, (a, b) => {
        expect(inferenceIdOf(a)).toMatch(/^[0-9a-f]{60}$/);
        expect(inferenceIdOf(a) === inferenceIdOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('is read from the location of its output, and from no other location', () => {
    fc.assert(
      fc.property(user, session, request, (u, s, asked) => {
        const jobId = jobIdOf(u, s);
        const id = inferenceIdOf({ ...asked, job_id: jobId });
        const { output, failure } = asyncKeys(jobId, id);

        expect(jobOfKey(asyncKeyOf('bucket', `s3://bucket/${output}`), id)).toBe(jobId);
        expect(jobOfKey(asyncKeyOf('bucket', `s3://bucket/${failure}`), id)).toBe(jobId);
        expect(asyncKeyOf('bucket', `s3://other/${output}`)).toBeUndefined();
        expect(asyncKeyOf('bucket', `s3://bucket/users/${output}`)).toBeUndefined();
        expect(jobOfKey(output, 'another-id')).toBeUndefined();
      }),
    );
  });
});
