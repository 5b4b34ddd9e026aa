import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readPhoto } from '#client/files.ts';
import { newSessionId, startAgain, startSession } from '#client/session.ts';
import { samplePhoto } from '#local/testing/sample-images.ts';
import type { SessionTarget } from './session-target.ts';
import { giveMask, untilMask, untilStatus } from './test-environment.ts';

/**
 * Defines the session tests for a target.
 * @param open connects to the target, which is disposed after the tests
 * @param timeout milliseconds for one test
 */
export function describeSessions(open: () => Promise<SessionTarget>, timeout: number): void {
  let here: SessionTarget;
  beforeAll(async () => {
    here = await open();
  }, timeout);
  afterAll(() => here?.[Symbol.asyncDispose](), timeout);

  describe('a session', { timeout }, () => {
    it('is one execution through every state of the happy path', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);
      await giveMask(user, waiting);

      const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');
      const ended = await here.runs.ended(waiting.job_id);

      expect(done).toMatchObject({ progress: 100, stage: 'done' });
      expect(ended.status).toBe('SUCCEEDED');
      expect(await here.runs.statesOf(waiting.job_id)).toEqual([
        'ValidateInput',
        'RequestEmbedding',
        'WaitForMask',
        'ValidateMask',
        'MaskAccepted?',
        'RequestReconstruction',
        'NotifySuccess',
        'SessionSucceeded',
      ]);
    });

    it('emails user and admin once, with a link to the model', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);
      await giveMask(user, waiting);
      const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');

      const mail = await here.mails.one(user.credential.email, waiting.session_id);
      await here.mails.one(here.admin, waiting.session_id);

      const downloaded = await here.open(/\S+\/download\/\S+/.exec(mail)?.[0] ?? '');
      const ply = Buffer.from(await downloaded.arrayBuffer()).toString('latin1');
      expect(ply.startsWith('ply\nformat binary_little_endian 1.0\n')).toBe(true);
      expect(ply).toContain(`element vertex ${done.mesh_stats?.num_points}\n`);
    });

    it('is the same session when it is started twice', async () => {
      const user = await here.newUser();
      const photo = await readPhoto(samplePhoto);
      const sessionId = newSessionId();

      const first = await startSession(user.client, photo, { sessionId });
      const second = await startSession(user.client, photo, { sessionId });

      expect(second).toBe(first);
      expect((await user.client.sessions()).sessions).toHaveLength(1);
    });

    it('is not accessible without an ID token', async () => {
      const { apiUrl } = (await here.newUser()).client;
      const statusOf = async (headers: Record<string, string>) =>
        (await fetch(`${apiUrl}/sessions`, { headers })).status;

      expect(await statusOf({})).toBe(401);
      expect(await statusOf({ Authorization: 'Bearer none.of.ours' })).toBe(401);
    });

    it('of another user does not exist', async () => {
      const owner = await here.newUser();
      const stranger = await here.newUser();
      const waiting = await untilMask(owner);

      await expect(stranger.client.status(waiting.job_id)).rejects.toMatchObject({ status: 404 });
      await expect(stranger.client.result(waiting.job_id)).rejects.toMatchObject({ status: 404 });
      await expect(stranger.client.cancel(waiting.job_id)).rejects.toMatchObject({ status: 404 });
      expect((await stranger.client.sessions()).sessions).toEqual([]);
    });

    it('waits for another mask after a rejected one and says why', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);
      await giveMask(user, waiting, await tinyMask());
      const refused = await untilStatus(user, waiting.job_id, ({ mask_round }) => mask_round === 1);

      await giveMask(user, refused);

      expect(refused).toMatchObject({ status: 'awaiting_mask', reason: { code: 'MaskSizeMismatch' } });
      expect(refused.mask_deadline).toBe(waiting.mask_deadline);
      const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');
      expect(done.reason).toBeUndefined();
    });

    it('stops without objects and emails when it is deleted while it waits', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);
      const before = await user.client.result(waiting.job_id);

      await user.client.cancel(waiting.job_id);

      expect((await here.runs.ended(waiting.job_id)).status).toBe('ABORTED');
      expect(await user.client.status(waiting.job_id)).toMatchObject({ status: 'cancelled' });
      expect((await fetch(before.files.photo ?? '')).status).toBe(404);
      expect((await user.client.sessions()).sessions).toEqual([]);
      await here.mails.none(user.credential.email, waiting.session_id);
    });

    it('is marked failed and emails its user when an operator stops it', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);

      await here.runs.stop(waiting.job_id);

      const failed = await untilStatus(user, waiting.job_id, ({ status }) => status === 'failed');
      expect(failed.reason?.code).toBe('SessionStopped');
      await here.mails.one(user.credential.email, waiting.session_id);
    });

    it('starts again with the same photo as a new session', async () => {
      const user = await here.newUser();
      const waiting = await untilMask(user);

      const again = await startAgain(user.client, waiting.job_id);

      expect(again).not.toBe(waiting.job_id);
      const status = await untilStatus(user, again, (now) => now.status === 'awaiting_mask');
      expect(status.image_size).toEqual(waiting.image_size);
    });
  });
}

/** A mask of 10 × 10 pixels, smaller than any photo. */
async function tinyMask(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-mask-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'mask.png');
  const pixels = {
    width: 10,
    height: 10,
    data: new Uint8Array(100).fill(255),
    channels: 1,
    depth: 8,
  } as const;
  await writeFile(path, encode(pixels));
  return path;
}
