import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Executions } from '../support/executions.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '../support/test-environment.ts';

let here: TestEnvironment;
let runs: Executions;

beforeAll(async () => {
  here = await startTestEnvironment({ times: { maskRefusals: 2 } });
  runs = new Executions(here.environment);
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

describe('an unusable mask', { timeout: 120_000 }, () => {
  it('fails the session after too many rejections', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting, await mask('empty.png', 600, 400, 0));
    const refused = await untilStatus(user, waiting.job_id, ({ mask_round }) => mask_round === 1);
    await giveMask(user, refused, await mask('full.png', 600, 400, 255));

    const failed = await untilStatus(user, waiting.job_id, ({ status }) => status === 'failed');

    expect(refused.reason?.code).toBe('MaskEmpty');
    expect(failed.reason?.code).toBe('MaskRefusedTooOften');
    expect(await runs.ended(waiting.job_id)).toEqual({ status: 'FAILED', error: 'MaskRefusedTooOften' });
    await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  });
});

async function mask(name: string, width: number, height: number, value: number): Promise<string> {
  const path = join(here.environment.folder, name);
  const data = new Uint8Array(width * height).fill(value);
  await writeFile(path, encode({ width, height, data, channels: 1, depth: 8 }));
  return path;
}
