import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSession, submitMask, untilMaskWanted } from '#client/session.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import { startTestEnvironment, type TestEnvironment, untilStatus } from '#test/support/test-environment.ts';
import { badMasks, badPhotos, metadataWords, paletteMask, phonePhoto, takenPhotos } from './images.ts';

let here: TestEnvironment;
let user: TestUser;

beforeAll(async () => {
  here = await startTestEnvironment();
  user = await here.newUser();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

async function mailsAbout(jobId: string): Promise<number[]> {
  const addresses = [user.credential.email, 'info@2112-lab.com'];
  const mails = await Promise.all(addresses.map((address) => here.emailsTo(address)));
  return mails.map((all) => all.filter(({ tags }) => tags.job_id === jobId).length);
}

describe('an unusable photo', { timeout: 120_000 }, () => {
  it.each(badPhotos)('fails the session with %s: %s', async (code, _, make) => {
    const jobId = await startSession(user.client, await make());

    const failed = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);

    expect(failed).toMatchObject({ status: 'failed', mail: 'sent', reason: { code } });
    expect(failed.reason?.message).toMatch(/\.$/);
    expect(await new Executions(here.environment).ended(jobId)).toEqual({ status: 'FAILED', error: code });
    expect(await mailsAbout(jobId)).toEqual([1, 1]);
  });
});

describe('a photo of another kind', { timeout: 120_000 }, () => {
  it.each(takenPhotos)('is prepared: %s', async (_, make) => {
    const waiting = await untilMaskWanted(user.client, await startSession(user.client, await make()));

    expect(waiting.image_size).toEqual([100, 80]);
  });
});

describe('a photo from a phone', { timeout: 120_000 }, () => {
  it('completes after rejected masks, and its metadata is removed', async () => {
    const jobId = await startSession(user.client, await phonePhoto());
    let waiting = await untilMaskWanted(user.client, jobId);
    expect(waiting.image_size).toEqual([120, 160]);

    for (const [index, [code, , make]] of badMasks.entries()) {
      await submitMask(user.client, waiting, (await make()).bytes, { quality: 'low' });
      waiting = await untilStatus(user, jobId, ({ mask_round }) => mask_round === index + 1);
      expect(waiting).toMatchObject({ status: 'awaiting_mask', reason: { code } });
    }
    await submitMask(user.client, waiting, (await paletteMask()).bytes, { quality: 'low' });
    const done = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', mail: 'sent' });
    expect(await mailsAbout(jobId)).toEqual([1, 1]);
    expect(await placesOfMetadata(jobId)).toEqual([]);
  });
});

/** The outputs that contain the photo's metadata. */
async function placesOfMetadata(jobId: string): Promise<string[]> {
  const { files } = await user.client.result(jobId);
  const mails = await here.emailsTo(user.credential.email);
  const history = await new Executions(here.environment).history(jobId);
  const texts: [string, string][] = [
    ...(await Promise.all(
      Object.entries(files).map(
        async ([name, url]): Promise<[string, string]> => [
          name,
          Buffer.from(await (await fetch(url)).arrayBuffer()).toString('latin1'),
        ],
      ),
    )),
    ['mails', JSON.stringify([...mails, ...(await here.emailsTo('info@2112-lab.com'))])],
    ['history', JSON.stringify(history)],
    ['status', JSON.stringify(await user.client.status(jobId))],
  ];
  expect(texts.map(([place]) => place)).toEqual(
    expect.arrayContaining(['photo', 'thumbnail', 'embeddings', 'mesh', 'mask']),
  );
  return texts
    .filter(([, text]) => metadataWords.some((word) => text.includes(word)))
    .map(([place]) => place);
}
