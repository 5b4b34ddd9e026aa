import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPhoto } from '#client/files.ts';
import { newSessionId, startSession } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';
import { jobIdOf, sessionKeys } from '#contracts/keys.ts';
import { samplePhoto } from '#local/testing/sample-images.ts';
import type { TestUser } from '#local/testing/users.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '#test/support/test-environment.ts';
import { type Answered, type Call, codeOf, send } from './calls.ts';
import { userIdOf } from './tokens.ts';

let here: TestEnvironment;
let owner: TestUser;
let stranger: TestUser;
/** The owner's sessions, in different states. */
let foreign: StatusResponse[];

beforeAll(async () => {
  here = await startTestEnvironment();
  owner = await here.newUser();
  stranger = await here.newUser();
  foreign = await Promise.all([untilMask(owner), completed(owner), failed(owner), deleted(owner)]);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

async function completed(user: TestUser): Promise<StatusResponse> {
  const waiting = await untilMask(user);
  await giveMask(user, waiting);
  return untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');
}

async function failed(user: TestUser): Promise<StatusResponse> {
  const photo = { bytes: new TextEncoder().encode('no photo at all'), type: 'image/png' as const };
  const jobId = await startSession(user.client, photo);
  return untilStatus(user, jobId, ({ status }) => status === 'failed');
}

async function deleted(user: TestUser): Promise<StatusResponse> {
  const { bytes, type } = await readPhoto(samplePhoto);
  const jobId = await startSession(user.client, { bytes, type });
  await user.client.cancel(jobId);
  return user.client.status(jobId);
}

const asStranger = (call: Call) => send(here, call, `Bearer ${stranger.tokens.idToken}`);

/** Sends the same request for every session of the owner and for one that does not exist. */
async function ask(question: (jobId: string, sessionId: string) => Call) {
  const missing = { job_id: jobIdOf('nobody', 'nothing'), session_id: newSessionId() };
  const nothing = await asStranger(question(missing.job_id, missing.session_id));
  const answers: Answered[] = [];
  for (const { job_id, session_id } of foreign) answers.push(await asStranger(question(job_id, session_id)));
  return { nothing, answers };
}

describe('a session of another user', { timeout: 120_000 }, () => {
  it.each<[string, (jobId: string) => Call]>([
    ['GET /status/{job_id}', (job) => ({ method: 'GET', path: `/status/${job}` })],
    ['GET /sessions/{job_id}/result', (job) => ({ method: 'GET', path: `/sessions/${job}/result` })],
    ['DELETE /sessions/{job_id}', (job) => ({ method: 'DELETE', path: `/sessions/${job}` })],
    [
      'POST /uploads, copy_of',
      (job) => ({
        method: 'POST',
        path: '/uploads',
        body: { kind: 'copy', session_id: 'mine', copy_of: job },
      }),
    ],
  ])('looks like a missing one to %s', async (_, question) => {
    const { nothing, answers } = await ask(question);

    expect([nothing.status, codeOf(nothing)]).toEqual([404, 'SessionNotFound']);
    for (const answer of answers) expect(answer).toEqual(nothing);
  });

  it('cannot be reached by its session id, which names a session of the caller', async () => {
    const keysOf = (sessionId: string) => sessionKeys(userIdOf(stranger), sessionId);
    const begun = await ask((_, session_id) => ({
      method: 'POST',
      path: '/initialize',
      body: { session_id, image_s3_key: `${keysOf(session_id).prefix}original_image.png` },
    }));
    const masked = await ask((_, session_id) => ({
      method: 'POST',
      path: '/reconstruct',
      body: {
        session_id,
        image_s3_key: `${keysOf(session_id).prefix}original_image.png`,
        mask_s3_key: `${keysOf(session_id).prefix}mask_final.png`,
      },
    }));

    expect(begun.nothing.status).toBe(404);
    for (const answer of begun.answers) expect(answer).toEqual(begun.nothing);
    expect(masked.nothing.status).toBe(404);
    for (const answer of masked.answers) expect(answer).toEqual(masked.nothing);
  });

  it('cannot be reached by the keys of its objects, which look like missing ones', async () => {
    const asked = (sessionId: string, userId: string, path: string) => {
      const keys = sessionKeys(userId, sessionId);
      const image_s3_key = `${keys.prefix}original_image.png`;
      const body = { session_id: 'mine', image_s3_key, mask_s3_key: `${keys.prefix}mask_final.png` };
      const { mask_s3_key: _, ...photoAlone } = body;
      return asStranger({ method: 'POST', path, body: path === '/initialize' ? photoAlone : body });
    };

    for (const path of ['/initialize', '/reconstruct']) {
      const madeUp = await asked('no-session', 'nobody', path);
      expect([madeUp.status, codeOf(madeUp)]).toEqual([400, 'PhotoKeyInvalid']);
      for (const { session_id } of foreign) {
        expect(await asked(session_id, userIdOf(owner), path)).toEqual(madeUp);
      }
    }
  });

  it('is in no list, and the owner’s page token is rejected', async () => {
    const page = await owner.client.sessions({ limit: 1 });
    const withToken = await asStranger({ method: 'GET', path: `/sessions?next=${page.next}` });
    const withRubbish = await asStranger({ method: 'GET', path: '/sessions?next=rubbish' });

    expect(page.next).toBeDefined();
    expect(withToken).toEqual(withRubbish);
    expect([withToken.status, codeOf(withToken)]).toEqual([400, 'PageTokenInvalid']);
    expect((await stranger.client.sessions()).sessions).toEqual([]);
  });

  it('is unchanged afterwards', async () => {
    const now = await Promise.all(foreign.map(({ job_id }) => owner.client.status(job_id)));

    expect(now.map(({ status }) => status)).toEqual(['awaiting_mask', 'completed', 'failed', 'cancelled']);
    const result = await owner.client.result(foreign[1]?.job_id ?? '');
    expect((await fetch(result.files.mesh ?? '')).status).toBe(200);
  });
});
