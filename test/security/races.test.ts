import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMask, readPhoto } from '#client/files.ts';
import { newSessionId, startSession } from '#client/session.ts';
import { sessionKeys, uploadedPhotoKey } from '#contracts/keys.ts';
import { sampleMask, samplePhoto } from '#local/testing/sample-images.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import {
  eventually,
  startTestEnvironment,
  type TestEnvironment,
  untilStatus,
} from '#test/support/test-environment.ts';
import { bucketClient, type HeldModel, startHeldModel } from './held-model.ts';
import { userIdOf } from './tokens.ts';

let here: TestEnvironment;
let model: HeldModel;
let user: TestUser;

beforeAll(async () => {
  model = await startHeldModel();
  here = await startTestEnvironment(undefined, { endpointUrl: model.url });
  model.environment = here.environment;
  user = await here.newUser();
}, 120_000);
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

interface Begun {
  readonly jobId: string;
  readonly sessionId: string;
}

async function begin(): Promise<Begun> {
  const sessionId = newSessionId();
  return { sessionId, jobId: await startSession(user.client, await readPhoto(samplePhoto), { sessionId }) };
}

async function untilWaiting(): Promise<Begun> {
  const begun = await begin();
  model.release(begun.jobId, 'get_embedding');
  await untilStatus(user, begun.jobId, ({ status }) => status === 'awaiting_mask');
  return begun;
}

/** Uploads a mask. @returns a function that submits it */
async function uploadMask({ sessionId }: Begun): Promise<() => Promise<unknown>> {
  const mask = await user.client.uploads({ kind: 'mask', session_id: sessionId, content_type: 'image/png' });
  await user.client.uploadFile(mask, new Blob([await readMask(sampleMask)]));
  const body = {
    session_id: sessionId,
    image_s3_key: uploadedPhotoKey(userIdOf(user), sessionId, 'png'),
    mask_s3_key: mask.s3_key,
  };
  return () => user.client.reconstruct({ ...body, quality: 'low' }).then(() => 'taken', codeOf);
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error);

/** The objects of a session in the bucket, old versions and endpoint outputs included. */
async function leftOf({ jobId, sessionId }: Begun): Promise<string[]> {
  const client = bucketClient(here.environment);
  const prefixes = [
    sessionKeys(userIdOf(user), sessionId).prefix,
    ...['sagemaker-async-output/', 'sagemaker-async-failure/'].map((prefix) => `${prefix}${jobId}/`),
  ];
  const Bucket = here.environment.bucketNames.find((name) => name.startsWith('gen3d-data-bucket'));
  const pages = await Promise.all(
    prefixes.map((Prefix) => client.send(new ListObjectVersionsCommand({ Bucket, Prefix }))),
  );
  return pages.flatMap(({ Versions = [], DeleteMarkers = [] }) =>
    [...Versions, ...DeleteMarkers].flatMap(({ Key }) => Key ?? []),
  );
}

/** Expects a deleted session: ended, canceled, without objects and emails. */
async function expectGone(session: Begun): Promise<void> {
  const ended = await new Executions(here.environment).ended(session.jobId);
  expect(['ABORTED', 'SUCCEEDED']).toContain(ended.status);
  expect((await user.client.status(session.jobId)).status).toBe('cancelled');
  expect(await leftOf(session)).toEqual([]);
  const { sessions } = await user.client.sessions({ limit: 100 });
  expect(sessions.map(({ job_id }) => job_id)).not.toContain(session.jobId);
}

async function mailsAbout(jobId: string): Promise<string[]> {
  const addresses = [user.credential.email, 'info@2112-lab.com'];
  const mails = await Promise.all(addresses.map((address) => here.emailsTo(address)));
  return mails.flat().flatMap(({ tags }) => (tags.job_id === jobId ? (tags.kind ?? '') : []));
}

/**
 * Waits until a late result was handled. The model writes its objects before the notification, so they are deleted
 * only after the notification was handled.
 */
async function untilSwept(session: Begun): Promise<void> {
  const looks: boolean[] = [];
  await eventually(async () => {
    const gone = model.isIdle(session.jobId) && (await leftOf(session)).length === 0;
    looks.push(gone);
    return looks.slice(-3).filter(Boolean).length === 3 || undefined;
  }, 'The sweep');
}

describe('a mask', { timeout: 120_000 }, () => {
  it('is rejected before the session waits, and accepted afterwards', async () => {
    const session = await begin();
    await model.begun(session.jobId, 'get_embedding');
    const handIn = await uploadMask(session);

    expect(await handIn()).toBe('NotAwaitingMask');
    model.release(session.jobId, 'get_embedding');
    await untilStatus(user, session.jobId, ({ status }) => status === 'awaiting_mask');

    expect(await handIn()).toBe('taken');
  });

  it('is accepted once when it is submitted many times at once', async () => {
    const session = await untilWaiting();
    const handIn = await uploadMask(session);

    const outcomes = await Promise.all(Array.from({ length: 6 }, handIn));
    model.release(session.jobId, 'generate_3d');
    await untilStatus(user, session.jobId, ({ mail }) => mail !== undefined);

    expect(outcomes).toEqual(Array.from({ length: 6 }, () => 'taken'));
    expect(await handIn()).toBe('taken');
    const states = await new Executions(here.environment).statesOf(session.jobId);
    expect(states.filter((state) => state === 'ValidateMask')).toHaveLength(1);
    expect((await mailsAbout(session.jobId)).sort()).toEqual(['success-admin', 'success-user']);
  });

  it('is rejected when the session already uses or has used another one', async () => {
    const session = await untilWaiting();
    await (await uploadMask(session))();
    const other = await uploadMask(session);

    const meanwhile = await other();
    model.release(session.jobId, 'generate_3d');
    await untilStatus(user, session.jobId, ({ status }) => status === 'completed');

    expect([meanwhile, await other()]).toEqual(['MaskAlreadyTaken', 'MaskAlreadyTaken']);
  });
});

describe('a deleted session', { timeout: 120_000 }, () => {
  it('is gone when it was deleted immediately', async () => {
    const session = await begin();

    await user.client.cancel(session.jobId);
    model.release(session.jobId, 'get_embedding');

    await untilSwept(session);
    await expectGone(session);
    expect(await mailsAbout(session.jobId)).toEqual([]);
  });

  it('is gone when it was deleted during the embedding, late results included', async () => {
    const session = await begin();
    await model.begun(session.jobId, 'get_embedding');

    await user.client.cancel(session.jobId);
    await expectGone(session);
    model.release(session.jobId, 'get_embedding');

    await untilSwept(session);
    await expectGone(session);
    expect(await mailsAbout(session.jobId)).toEqual([]);
  });

  it('is gone when it was deleted during the reconstruction, late results included', async () => {
    const session = await untilWaiting();
    await (await uploadMask(session))();
    await model.begun(session.jobId, 'generate_3d');

    await user.client.cancel(session.jobId);
    await expectGone(session);
    model.release(session.jobId, 'generate_3d');

    await untilSwept(session);
    await expectGone(session);
    expect(await mailsAbout(session.jobId)).toEqual([]);
  });

  it('is gone when it was deleted after its success, without another email', async () => {
    const session = await untilWaiting();
    await (await uploadMask(session))();
    model.release(session.jobId, 'generate_3d');
    const done = await untilStatus(user, session.jobId, ({ mail }) => mail !== undefined);
    expect(done.mail).toBe('sent');

    await user.client.cancel(session.jobId);
    await user.client.cancel(session.jobId);

    await expectGone(session);
    expect((await mailsAbout(session.jobId)).sort()).toEqual(['success-admin', 'success-user']);
  });

  it('cannot be resumed by its id, its mask or a copy of its photo', async () => {
    const session = await untilWaiting();
    const handIn = await uploadMask(session);
    await user.client.cancel(session.jobId);

    const again = { session_id: session.sessionId, content_type: 'image/png' } as const;
    const copy = { kind: 'copy', session_id: newSessionId(), copy_of: session.jobId } as const;
    expect(await user.client.uploads({ kind: 'photo', ...again }).catch(codeOf)).toBe('SessionDeleted');
    expect(await user.client.uploads(copy).catch(codeOf)).toBe('SessionNotFound');
    expect(await handIn()).toBe('SessionNotFound');
    await expectGone(session);
  });
});
