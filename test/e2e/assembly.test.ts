import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { names } from '#contracts/names.ts';
import { type EnvironmentModel, loadAssembly } from '#local/environment/assembly/read-assembly.ts';
import { readEnvironment } from '#tasks/core/middleware/environment.ts';
import { type Handler, handlers } from '#tasks/manifest.ts';

const origins = { api: 'http://127.0.0.1:3900', web: 'http://127.0.0.1:3900' };

let folder: string;
let model: EnvironmentModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-assembly-'));
  model = await loadAssembly({ folder, origins });
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe('the environment model of the real stacks', { timeout: 120_000 }, () => {
  it.each<Handler>(handlers)('gives $name its bundle and its entire environment', (handler) => {
    const found = model.functions.find((one) => one.name === `${names.service}-${handler.name}`);

    expect(existsSync(found?.file ?? '')).toBe(true);
    expect(() => readEnvironment(handler, found?.environment)).not.toThrow();
  });

  it('points the links of emails and pages to the local server', () => {
    const { environment = {} } = model.functions.find(({ name }) => name === 'gen3d-notify-success') ?? {};

    expect(environment).toMatchObject({ API_URL: `${origins.api}/${names.stage}`, SITE_URL: origins.web });
    expect(JSON.stringify(model)).not.toMatch(/amazonaws\.com\/prod|\.invalid/);
  });

  it('has a state machine that calls existing functions only', () => {
    const [machine] = model.stateMachines;
    const called = machine?.definition.match(/arn:aws:lambda:[^"]+?:function:[\w-]+/g) ?? [];

    expect(machine?.name).toBe(names.stateMachine);
    expect(called.length).toBeGreaterThan(0);
    expect(model.functions.map(({ arn }) => arn)).toEqual(expect.arrayContaining([...new Set(called)]));
  });

  it('has every route, and all but the download need a token', () => {
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

  it('is synthesized once for the same sources and settings', async () => {
    const again = await loadAssembly({ folder, origins });

    expect(again).toEqual(model);
  });

  it('reports the output of CDK when the synthesis fails', async () => {
    vi.stubEnv('NODE_OPTIONS', '--no-such-option');
    const empty = join(folder, 'empty');

    await expect(loadAssembly({ folder: empty, origins })).rejects.toMatchObject({
      code: 'SynthesisFailed',
      message: expect.stringContaining('--no-such-option'),
    });
    vi.unstubAllEnvs();
  });

  it('rejects invalid settings before the synthesis', async () => {
    const settings = { times: { maskPatience: -1 } };

    await expect(loadAssembly({ folder, origins, settings })).rejects.toMatchObject({
      code: 'SettingsInvalid',
    });
  });
});
