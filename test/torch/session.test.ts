import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { freePort, startRealContainer } from '../e2e/container/real-container.ts';
import { giveMask, startTestEnvironment, untilMask, untilStatus } from '../support/test-environment.ts';

const script = fileURLToPath(new URL('../../container/python.sh', import.meta.url));

/** Runs Python with torch. */
async function python(...args: string[]): Promise<string> {
  return (await promisify(execFile)('bash', [script, 'sam3-tests', ...args])).stdout.trim();
}

it('completes a session with the container and a small random SAM 3', {
  timeout: 300_000,
}, async () => {
  const port = await freePort();
  const modelFolder = await mkdtemp(join(tmpdir(), 'gen3d-sam3-'));
  await python('-m', 'tests.sam3.tiny', join(modelFolder, 'sam3'));
  const sam3 = { modelFolder, python: await python('-c', 'import sys; print(sys.executable)') };
  await using here = await startTestEnvironment(undefined, { endpointUrl: `http://127.0.0.1:${port}` });
  await using _container = await startRealContainer(here.environment, { port, sam3 });
  const user = await here.newUser();

  const waiting = await untilMask(user);
  const { files } = await user.client.result(waiting.job_id);
  await giveMask(user, waiting);
  const done = await untilStatus(user, waiting.job_id, ({ status }) => status === 'completed');

  const manifest = EmbeddingsManifest.parse(await (await fetch(files.embeddings ?? '')).json());
  expect(manifest).toMatchObject({
    model: { name: 'facebook/sam3', revision: 'tiny-random', preview: false },
    decoder: { kind: 'onnx', input_size: 112 },
  });
  expect(manifest.tensors.map(({ shape }) => shape)).toEqual([
    [1, 32, 32, 32],
    [1, 64, 16, 16],
    [1, 256, 8, 8],
  ]);
  expect(done.mesh_stats?.num_points).toBeGreaterThan(0);
  await rm(modelFolder, { recursive: true });
});
