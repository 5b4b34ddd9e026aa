import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HomeModel, loadAssembly } from '#local/assembly.ts';
import { environments, type FunctionName, readEnvironment } from '#tasks/core/environment.ts';
import { names } from '#tasks/core/names.ts';

const origins = { api: 'http://127.0.0.1:3900', web: 'http://127.0.0.1:3900' };

let folder: string;
let model: HomeModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-assembly-'));
  model = await loadAssembly({ folder, origins });
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe('the stacks of infra, as the home reads them', { timeout: 120_000 }, () => {
  it.each(Object.keys(environments) as FunctionName[])(
    'give %s its bundle and its whole environment',
    (name) => {
      const found = model.functions.find((one) => one.name === `${names.service}-${name}`);

      expect(existsSync(found?.file ?? '')).toBe(true);
      expect(() => readEnvironment(name, found?.environment)).not.toThrow();
    },
  );

  it('point the links of mails and pages to this machine', () => {
    const { environment = {} } = model.functions.find(({ name }) => name === 'gen3d-notify-success') ?? {};

    expect(environment).toMatchObject({ API_URL: `${origins.api}/${names.stage}`, SITE_URL: origins.web });
    expect(JSON.stringify(model)).not.toMatch(/amazonaws\.com\/prod|\.invalid/);
  });

  it('have a state machine that calls only functions that exist', () => {
    const [machine] = model.stateMachines;
    const called = machine?.definition.match(/arn:aws:lambda:[^"]+?:function:[\w-]+/g) ?? [];

    expect(machine?.name).toBe(names.stateMachine);
    expect(called.length).toBeGreaterThan(0);
    expect(model.functions.map(({ arn }) => arn)).toEqual(expect.arrayContaining([...new Set(called)]));
  });

  it('have every route, all but the download asking who it is', () => {
    const routes = model.api.routes.filter(({ integration }) => integration.kind === 'function');

    expect(routes.filter(({ signedIn }) => !signedIn).map(({ path }) => path)).toEqual([
      '/download/{ticket}',
    ]);
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /sessions/{job_id}',
      'GET /download/{ticket}',
      'GET /sessions',
      'GET /sessions/{job_id}/result',
      'GET /status/{job_id}',
      'POST /initialize',
      'POST /reconstruct',
      'POST /uploads',
    ]);
  });

  it('are synthesized once for the same sources and settings', async () => {
    const again = await loadAssembly({ folder, origins });

    expect(again).toEqual(model);
  });

  it('that cannot be synthesized are told with what CDK said', async () => {
    vi.stubEnv('NODE_OPTIONS', '--no-such-option');
    const empty = join(folder, 'empty');

    await expect(loadAssembly({ folder: empty, origins })).rejects.toMatchObject({
      code: 'SynthesisFailed',
      message: expect.stringContaining('--no-such-option'),
    });
    vi.unstubAllEnvs();
  });

  it('are refused with wrong settings before anything is made', async () => {
    const settings = { times: { maskPatience: -1 } };

    await expect(loadAssembly({ folder, origins, settings })).rejects.toMatchObject({
      code: 'SettingsInvalid',
    });
  });
});
