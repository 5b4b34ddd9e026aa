import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId, statusWith } from '../statuses.ts';
import { type CommandHome, commandHome, completed } from './home.ts';

let home: CommandHome;

beforeEach(async () => {
  home = await commandHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe('The other commands', () => {
  test('list shows every session in a line', async () => {
    const reason = { code: 'X', message: 'No reason at all.' };
    home.gen3d.statuses = [completed, statusWith({ status: 'failed', reason })];

    const { stdout } = await home.run('list');

    expect(stdout.split('\n')).toEqual([
      `2026-01-02 03:04  ${jobId}  completed     100 %`,
      `2026-01-02 03:04  ${jobId}  failed         20 %  No reason at all.`,
      '',
    ]);
  });

  test('list without sessions says how to make one', async () => {
    home.gen3d.statuses = [];

    expect((await home.run('list')).stdout).toContain('gen3d run PHOTO');
  });

  test('status shows the facts, or all of them as JSON', async () => {
    home.gen3d.statuses = [completed];

    expect((await home.run(`status ${jobId}`)).stdout).toMatch(
      /status: +completed, 100 %\n[\s\S]*mail: +sent\n/,
    );
    expect(JSON.parse((await home.run(`status ${jobId} --json`)).stdout)).toEqual(completed);
  });

  test('cancel deletes the session', async () => {
    expect(await home.run(`cancel ${jobId}`)).toMatchObject({ exitCode: 0 });

    expect(home.sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(1);
  });

  test('an unknown session is told in the words of the API', async () => {
    const error = { code: 'SessionNotFound', message: 'There is no session gen3d-x; is the id right?' };
    home.gen3d.refusals['GET /prod/status/gen3d-x'] = { status: 404, body: { error } };

    const { exitCode, stderr } = await home.run('status gen3d-x');

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`${error.message}\n`);
  });

  test('without a sign-in say how to sign in', async () => {
    const { exitCode, stderr } = await home.folder.run('list', {
      env: { GEN3D_API: `${home.gen3d.url}/other` },
    });

    expect(exitCode).toBe(1);
    expect(stderr).toBe('You are not signed in; run gen3d login.\n');
  });
});
