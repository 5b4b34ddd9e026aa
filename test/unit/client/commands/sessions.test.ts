import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobId, statusWith } from '../statuses.ts';
import { type CommandEnvironment, commandEnvironment, completed } from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

describe('the other commands', () => {
  test('list shows every session in a line', async () => {
    const reason = { code: 'X', message: 'No reason at all.' };
    environment.gen3d.statuses = [completed, statusWith({ status: 'failed', reason })];

    const { stdout } = await environment.run('list');

    expect(stdout.split('\n')).toEqual([
      `2026-01-02 03:04  ${jobId}  completed     100%`,
      `2026-01-02 03:04  ${jobId}  failed         20%  No reason at all.`,
      '',
    ]);
  });

  test('list without sessions says how to make one', async () => {
    environment.gen3d.statuses = [];

    expect((await environment.run('list')).stdout).toContain('gen3d run PHOTO');
  });

  test('status shows the facts, or all of them as JSON', async () => {
    environment.gen3d.statuses = [completed];

    expect((await environment.run(`status ${jobId}`)).stdout).toMatch(
      /status: +completed, 100%\n[\s\S]*email: +sent\n/,
    );
    expect(JSON.parse((await environment.run(`status ${jobId} --json`)).stdout)).toEqual(completed);
  });

  test('cancel deletes the session', async () => {
    expect(await environment.run(`cancel ${jobId}`)).toMatchObject({ exitCode: 0 });

    expect(environment.sent(`DELETE /prod/sessions/${jobId}`)).toHaveLength(1);
  });

  test('an unknown session prints the message of the API', async () => {
    const error = { code: 'SessionNotFound', message: 'There is no session gen3d-x; is the id right?' };
    environment.gen3d.refusals['GET /prod/status/gen3d-x'] = { status: 404, body: { error } };

    const { exitCode, stderr } = await environment.run('status gen3d-x');

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`${error.message}\n`);
  });

  test('print how to sign in when nobody is signed in', async () => {
    const { exitCode, stderr } = await environment.folder.run('list', {
      env: { GEN3D_API: `${environment.gen3d.url}/other` },
    });

    expect(exitCode).toBe(1);
    expect(stderr).toBe("You aren't signed in. Run gen3d login.\n");
  });
});
