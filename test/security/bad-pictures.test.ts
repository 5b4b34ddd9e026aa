import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handInMask, startSession, untilMaskWanted } from '#client/session.ts';
import { Runs } from '#test/e2e/history.ts';
import { startTestHome, type TestHome, type TestUser, untilStatus } from '#test/e2e/home.ts';
import { badMasks, badPhotos, metadataWords, paletteMask, phonePhoto } from './pictures.ts';

let here: TestHome;
let user: TestUser;

beforeAll(async () => {
  here = await startTestHome();
  user = await here.newUser();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

async function mailsAbout(jobId: string): Promise<number[]> {
  const addresses = [user.credential.email, 'info@2112-lab.com'];
  const mails = await Promise.all(addresses.map((address) => here.mailsTo(address)));
  return mails.map((all) => all.filter(({ tags }) => tags.job_id === jobId).length);
}

describe('a photo that cannot be used', { timeout: 120_000 }, () => {
  it.each(badPhotos)('ends its session with %s: %s', async (code, _, make) => {
    const jobId = await startSession(user.client, await make());

    const failed = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);

    expect(failed).toMatchObject({ status: 'failed', mail: 'sent', reason: { code } });
    expect(failed.reason?.message).toMatch(/\.$/);
    expect(await new Runs(here.home).ended(jobId)).toEqual({ status: 'FAILED', error: code });
    expect(await mailsAbout(jobId)).toEqual([1, 1]);
  });
});

describe('a photo from a phone', { timeout: 120_000 }, () => {
  it('gets through after masks that cannot be used, and leaves its metadata behind', async () => {
    const jobId = await startSession(user.client, await phonePhoto());
    let waiting = await untilMaskWanted(user.client, jobId);
    expect(waiting.image_size).toEqual([120, 160]);

    for (const [index, [code, , make]] of badMasks.entries()) {
      await handInMask(user.client, waiting, (await make()).bytes, { quality: 'low' });
      waiting = await untilStatus(user, jobId, ({ mask_round }) => mask_round === index + 1);
      expect(waiting).toMatchObject({ status: 'awaiting_mask', reason: { code } });
    }
    await handInMask(user.client, waiting, (await paletteMask()).bytes, { quality: 'low' });
    const done = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', mail: 'sent' });
    expect(await mailsAbout(jobId)).toEqual([1, 1]);
    expect(await placesOfMetadata(jobId)).toEqual(['photo']);
  });
});

/** Where the words of the photo's metadata are to be read: in the photo that the user has sent, and nowhere else. */
async function placesOfMetadata(jobId: string): Promise<string[]> {
  const { files } = await user.client.result(jobId);
  const mails = await here.mailsTo(user.credential.email);
  const history = await new Runs(here.home).history(jobId);
  const texts: [string, string][] = [
    ...(await Promise.all(
      Object.entries(files).map(
        async ([name, url]): Promise<[string, string]> => [
          name,
          Buffer.from(await (await fetch(url)).arrayBuffer()).toString('latin1'),
        ],
      ),
    )),
    ['mails', JSON.stringify([...mails, ...(await here.mailsTo('info@2112-lab.com'))])],
    ['history', JSON.stringify(history)],
    ['status', JSON.stringify(await user.client.status(jobId))],
  ];
  expect(texts.map(([place]) => place)).toEqual(
    expect.arrayContaining(['photo', 'embeddings', 'mesh', 'mask']),
  );
  return texts
    .filter(([, text]) => metadataWords.some((word) => text.includes(word)))
    .map(([place]) => place);
}
