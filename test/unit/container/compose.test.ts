import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { decoderKey } from '#contracts/keys.ts';
import { weightsFolder } from '#infra/models/layout.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const Mount = z.object({
  type: z.literal('bind'),
  source: z.string(),
  target: z.string(),
  read_only: z.literal(true),
  // Docker would create a missing folder as root, and the local server could not write there.
  bind: z.object({ create_host_path: z.literal(false) }),
});
const Models = z.object({
  build: z.string(),
  command: z.array(z.string()),
  network_mode: z.string(),
  user: z.string(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(Mount),
  deploy: z.object({
    resources: z.object({
      reservations: z.object({
        devices: z.array(z.object({ driver: z.string(), capabilities: z.array(z.string()) })),
      }),
    }),
  }),
  healthcheck: z.object({ test: z.array(z.string()) }),
  read_only: z.boolean(),
  tmpfs: z.array(z.string()),
});

let models: z.infer<typeof Models>;
let dockerfile: string;
let settings: string;

/** Files of the repository; `parse` also expands `${NAME:-default}`. */
beforeAll(async () => {
  const text = await readFile(join(root, 'compose.yaml'), 'utf8');
  const expanded = text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  models = z.object({ services: z.object({ models: Models }) }).parse(parse(expanded)).services.models;
  dockerfile = await readFile(join(root, models.build, 'Dockerfile'), 'utf8');
  settings = await readFile(join(root, models.build, 'gen3d_container', 'settings.py'), 'utf8');
});

describe('compose.yaml', () => {
  it('starts the image as SageMaker does, on a port of loopback', () => {
    expect(models.command).toEqual(['serve', '--port', '8080']);
    expect(dockerfile).toMatch(/^EXPOSE 8080$/m);
    expect(models.network_mode).toBe('host');
    expect(models.environment.GEN3D_HOST).toBe('127.0.0.1');
  });

  it('mounts the weights where the container reads them, and the credentials where it names them', () => {
    const mounts = new Map(models.volumes.map(({ source, target }) => [source, target]));

    expect(mounts.get(`./${weightsFolder}`)).toBe('/opt/ml/model');
    expect(settings).toContain('gen3d_model_folder: Path = Path("/opt/ml/model")');
    const credentials = mounts.get('./.gen3d/aws');
    expect(models.environment).toMatchObject({
      AWS_CONFIG_FILE: `${credentials}/config`,
      AWS_SHARED_CREDENTIALS_FILE: `${credentials}/credentials`,
    });
  });

  it('needs no path of the image to be writable, and no user of it', () => {
    expect(models.read_only).toBe(true);
    expect(models.tmpfs[0]).toMatch(/^\/tmp:/);
    expect(models.environment.HOME).toBe('/tmp');
    expect(settings).toContain('gen3d_scratch_folder: Path = Path("/tmp")');
    expect(models.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
  });

  it('names the decoder as the local server serves it', () => {
    expect(models.environment.GEN3D_DECODER_URL).toBe(`/${decoderKey}`);
    expect(settings).toContain(`gen3d_decoder_url: str = "${decoderKey}"`);
  });

  it('sets only variables that the container or its libraries read', () => {
    const ours = Object.keys(models.environment).filter((name) => name.startsWith('GEN3D_'));

    expect(
      ours.filter((name) => !settings.includes(name.toLowerCase()) && !dockerfile.includes(name)),
    ).toEqual([]);
  });

  it('reserves an NVIDIA GPU', () => {
    expect(models.deploy.resources.reservations.devices).toEqual([
      { driver: 'nvidia', capabilities: ['gpu'] },
    ]);
  });

  it('asks /ping with an interpreter of the image', () => {
    const [kind, python, , script] = models.healthcheck.test;

    expect(kind).toBe('CMD');
    expect(dockerfile).toContain(`ENTRYPOINT ["${python}"`);
    expect(script).toContain('http://127.0.0.1:8080/ping');
  });
});
