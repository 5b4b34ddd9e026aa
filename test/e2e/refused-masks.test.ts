import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Runs } from './history.ts';
import { giveMask, startTestHome, type TestHome, untilMask, untilStatus } from './home.ts';

let here: TestHome;
let runs: Runs;

beforeAll(async () => {
  here = await startTestHome({ times: { maskRefusals: 2 } });
  runs = new Runs(here.home);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('a mask that cannot be used', { timeout: 120_000 }, () => {
  it('ends the session when it comes too often', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting, await mask('empty.png', 600, 400, 0));
    const refused = await untilStatus(user, waiting.job_id, ({ mask_round }) => mask_round === 1);
    await giveMask(user, refused, await mask('full.png', 600, 400, 255));

    const failed = await untilStatus(user, waiting.job_id, ({ status }) => status === 'failed');

    expect(refused.reason?.code).toBe('MaskEmpty');
    expect(failed.reason?.code).toBe('MaskRefusedTooOften');
    expect(await runs.ended(waiting.job_id)).toEqual({ status: 'FAILED', error: 'MaskRefusedTooOften' });
    await here.mailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  });
});

async function mask(name: string, width: number, height: number, value: number): Promise<string> {
  const path = join(here.home.folder, name);
  const data = new Uint8Array(width * height).fill(value);
  await writeFile(path, encode({ width, height, data, channels: 1, depth: 8 }));
  return path;
}
