import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf, readPly } from '#client/ply.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '../../support/test-environment.ts';
import { freePort, type RealContainer, startRealContainer } from './real-container.ts';

let here: TestEnvironment;
let container: RealContainer;

beforeAll(async () => {
  const port = await freePort();
  here = await startTestEnvironment(undefined, { endpointUrl: `http://127.0.0.1:${port}` });
  container = await startRealContainer(here.environment, { port });
}, 300_000);
afterAll(async () => {
  await container?.[Symbol.asyncDispose]();
  await here?.[Symbol.asyncDispose]();
});

describe('a session with the container server and placeholder models', { timeout: 120_000 }, () => {
  it('ends with a model, a splat and an email', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');
    const { files } = await user.client.result(waiting.job_id);

    expect(done.model).toMatchObject({ name: 'stand-in for SAM 3D Objects', preview: true });
    const mesh = Buffer.from(await (await fetch(files.mesh ?? '')).arrayBuffer());
    const splat = Buffer.from(await (await fetch(files.splat ?? '')).arrayBuffer());
    expect(countsOf(readPly(mesh))).toEqual({
      num_points: done.mesh_stats?.num_points,
      num_faces: done.mesh_stats?.num_faces,
    });
    expect(done.mesh_stats?.num_faces).toBeGreaterThan(0);
    expect(splat.toString('latin1', 0, 600)).toContain('property float f_dc_0\n');
    await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  });

  it('has an embedding that a browser can read', async () => {
    const user = await here.newUser();
    const waiting = await untilMask(user);

    const { files } = await user.client.result(waiting.job_id);

    const manifest = EmbeddingsManifest.parse(await (await fetch(files.embeddings ?? '')).json());
    const data = await (await fetch(files.embeddings_data ?? '')).arrayBuffer();
    expect(manifest.image_size).toEqual(waiting.image_size);
    expect(data.byteLength).toBe(manifest.tensors.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('leaves the container healthy', async () => {
    expect(await container.ping()).toBe(200);
  });
});
