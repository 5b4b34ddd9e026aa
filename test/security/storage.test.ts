import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newSessionId } from '#client/session.ts';
import type { UploadResponse } from '#contracts/api.ts';
import { sessionKeys } from '#contracts/keys.ts';
import type { TestUser } from '#local/testing/users.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '#test/support/test-environment.ts';
import { userIdOf } from './tokens.ts';

type Form = NonNullable<UploadResponse['upload']>;

let here: TestEnvironment;
let owner: TestUser;
let attacker: TestUser;
let bucket: string;

beforeAll(async () => {
  here = await startTestEnvironment();
  owner = await here.newUser();
  attacker = await here.newUser();
  bucket = (await formOf(owner)).form.fields.bucket ?? '';
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
});

/** An upload form for this user's photo. */
async function formOf(
  { client }: TestUser,
  sessionId = newSessionId(),
): Promise<{ key: string; form: Form }> {
  const request = { kind: 'photo', session_id: sessionId, content_type: 'image/png' } as const;
  const { s3_key, upload } = await client.uploads(request);
  return { key: s3_key, form: upload ?? { url: '', fields: {} } };
}

async function post(form: Form, bytes: Uint8Array<ArrayBuffer>, change: Record<string, string> = {}) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...change })) data.append(name, value);
  data.append('file', new Blob([bytes]), 'photo.png');
  const response = await fetch(form.url, { method: 'POST', body: data });
  return { status: response.status, code: /<Code>(\w+)</.exec(await response.text())?.[1] };
}

/** Reads an object with the environment's own credentials. */
async function stored(key: string): Promise<Buffer | undefined> {
  const { urls, region, credentials } = here.environment;
  const client = new S3Client({
    endpoint: urls.s3,
    region,
    credentials: { ...credentials },
    forcePathStyle: true,
  });
  try {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Moves the clock of the object store, which runs in this process, by a day. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
}

const small = new Uint8Array(1_000).fill(7);

describe('an upload form', { timeout: 120_000 }, () => {
  it('stores its object', async () => {
    const { key, form } = await formOf(owner);

    expect((await post(form, small)).status).toBe(204);
    expect(await stored(key)).toHaveLength(1_000);
  });

  it.each<[string, (form: Form, victim: string) => Record<string, string>, string]>([
    ['for somebody else’s photo', (_, victim) => ({ key: victim }), 'AccessDenied'],
    [
      'for a path that climbs to it',
      (form, victim) => ({ key: `${form.fields.key}/../../../../../${victim}` }),
      'AccessDenied',
    ],
    ['for another name of the own session', (form) => ({ key: `${form.fields.key}.exe` }), 'AccessDenied'],
    [
      'for the metadata',
      (form) => ({ key: `${form.fields.key}`.replace(/[^/]+$/, 'metadata.json') }),
      'AccessDenied',
    ],
    ...['photo.png', 'photo.jpg', 'thumbnail.webp', 'alpha_mask.png', 'mask.png', 'mask_2.png'].map(
      (name): [string, (form: Form) => Record<string, string>, string] => [
        `for ${name} of the own session`,
        (form) => ({ key: `${form.fields.key}`.replace(/[^/]+$/, name) }),
        'AccessDenied',
      ],
    ),
    ['with another content type', () => ({ 'Content-Type': 'text/html' }), 'AccessDenied'],
    ['with fields of its own', () => ({ 'x-amz-meta-note': 'mine', acl: 'public-read' }), 'AccessDenied'],
    ['without a signature', () => ({ 'X-Amz-Signature': '' }), 'AccessDenied'],
    ['with another signature', () => ({ 'X-Amz-Signature': '0'.repeat(64) }), 'SignatureDoesNotMatch'],
    ['with a policy of its own', () => ({ Policy: openPolicy }), 'SignatureDoesNotMatch'],
    ['with a later date', () => ({ 'X-Amz-Date': '20990101T000000Z' }), 'AuthorizationHeaderMalformed'],
    ['with another key id', () => ({ 'X-Amz-Credential': strangerCredential }), 'InvalidAccessKeyId'],
  ])('stores nothing with %s', async (_, change, code) => {
    const victim = await formOf(owner);
    await post(victim.form, small);
    const { key, form } = await formOf(attacker);

    const answer = await post(form, new Uint8Array(2_000), change(form, victim.key));

    expect(answer.code).toBe(code);
    expect(await stored(victim.key)).toHaveLength(1_000);
    expect(await stored(key)).toBeUndefined();
  });

  it.each([
    ['larger than a photo may be', 64_000_001, 'EntityTooLarge'],
    ['empty', 0, 'EntityTooSmall'],
  ])('stores nothing that is %s', async (_, bytes, code) => {
    const { key, form } = await formOf(attacker);

    expect(await post(form, new Uint8Array(bytes))).toEqual({ status: 400, code });
    expect(await stored(key)).toBeUndefined();
  });

  it('stores nothing after it has expired', async () => {
    const { key, form } = await formOf(attacker);

    later(601);
    const answer = await post(form, small);

    vi.useRealTimers();
    expect(answer).toEqual({ status: 403, code: 'AccessDenied' });
    expect(await stored(key)).toBeUndefined();
  });

  it('always has a key of the caller', async () => {
    const { key } = await formOf(owner, 'shared-name');
    const { key: other } = await formOf(attacker, 'shared-name');

    expect(key).toBe(`${sessionKeys(userIdOf(owner), 'shared-name').prefix}original_image.png`);
    expect(other).toBe(`${sessionKeys(userIdOf(attacker), 'shared-name').prefix}original_image.png`);
  });

  it.each(['../other', 'a/b', 'a\\b', '..', '', 'a\n', 'a%2fb', 'ä', 'x'.repeat(65)])(
    'is not given for a session called "%s"',
    async (sessionId) => {
      await expect(formOf(attacker, sessionId)).rejects.toMatchObject({ status: 400, code: 'BadRequest' });
    },
  );
});

describe('a result URL', { timeout: 120_000 }, () => {
  let url: string;
  let photo: Buffer;
  let waiting: Awaited<ReturnType<typeof untilMask>>;

  beforeAll(async () => {
    waiting = await untilMask(owner);
    url = (await owner.client.result(waiting.job_id)).files.photo ?? '';
  }, 120_000);

  it('returns its object', async () => {
    photo = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(await sharp(photo).metadata()).toMatchObject({ width: 600, height: 400 });
  });

  it.each<[string, (url: string) => [string, RequestInit?]]>([
    ['without its signature', (given) => [given.split('?')[0] ?? '']],
    ['with another signature', (given) => [given.replace(/(Signature=)\w{8}/, '$100000000')]],
    ['for another object', (given) => [given.replace(/photo\.\w+/, 'metadata.json')]],
    ['for a path that climbs', (given) => [given.replace('/photo', '/%2e%2e/metadata')]],
    ['for another version', (given) => [given.replace(/versionId=[^&]+/, 'versionId=other')]],
    ['for a longer time', (given) => [given.replace('Expires=900', 'Expires=90000')]],
    ['to overwrite it', (given) => [given, { method: 'PUT', body: 'mine' }]],
    ['to delete it', (given) => [given, { method: 'DELETE' }]],
    ['to list the bucket', (given) => [given.replace(/users\/[^?]+\?/, '?list-type=2&')]],
  ])('returns nothing %s', async (_, use) => {
    const [changed, options] = use(url);
    const response = await fetch(changed, options);

    expect([response.status, changed === url && options === undefined]).toEqual([403, false]);
    expect(await response.text()).not.toContain('user_email');
    expect((await fetch(url)).status).toBe(200);
  });

  it('returns nothing after it has expired', async () => {
    later(901);
    expect((await fetch(url)).status).toBe(403);
  });

  it('returns the prepared photo after another one was uploaded', async () => {
    const { form } = await formOf(owner, waiting.session_id);
    expect((await post(form, small)).status).toBe(204);

    const { files } = await owner.client.result(waiting.job_id);

    const bytes = Buffer.from(await (await fetch(files.photo ?? '')).arrayBuffer());
    expect(bytes.equals(photo)).toBe(true);
  });

  it('returns nothing of a deleted session', async () => {
    const other = await untilMask(owner);
    const { files } = await owner.client.result(other.job_id);
    await owner.client.cancel(other.job_id);

    const statuses = await Promise.all(Object.values(files).map(async (file) => (await fetch(file)).status));
    expect(statuses).toEqual(Object.values(files).map(() => 404));
  });

  it('is made from the validated mask, not from one that was uploaded later', async () => {
    await giveMask(owner, waiting);
    const mask = await owner.client.uploads({
      kind: 'mask',
      session_id: waiting.session_id,
      content_type: 'image/png',
    });
    await post(mask.upload ?? { url: '', fields: {} }, small);

    const done = await untilStatus(owner, waiting.job_id, ({ status }) => status !== 'processing');

    const { files } = await owner.client.result(waiting.job_id);
    expect(done.status).toBe('completed');
    expect(
      Buffer.from(await (await fetch(files.mask ?? '')).arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});

const openPolicy = Buffer.from(
  JSON.stringify({ expiration: '2099-01-01T00:00:00Z', conditions: [['starts-with', '$key', '']] }),
).toString('base64');
const strangerCredential = 'AKIASTRANGERSTRANGER/20990101/us-east-1/s3/aws4_request';
