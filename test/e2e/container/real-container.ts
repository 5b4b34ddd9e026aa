import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { LocalEnvironment } from '#local/environment/environment.ts';
import { listen } from '../../support/listen.ts';
import { eventually } from '../../support/test-environment.ts';

const python = fileURLToPath(new URL('../../../container/python.sh', import.meta.url));

export interface RealContainer extends AsyncDisposable {
  /** Status of `GET /ping`. */
  ping(): Promise<number>;
}

export interface ContainerOptions {
  readonly port: number;
  /** A real SAM 3 for the embedding: the parent of its folder and its Python interpreter. */
  readonly sam3?: { readonly modelFolder: string; readonly python: string };
}

/** A free port. The environment needs it before the container, which uses the environment's S3, can start. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((closed) => server.close(closed));
  return Number(new URL(url).port);
}

/** Starts the container's server as SageMaker does, with the local S3, and waits until it is ready. */
export async function startRealContainer(
  environment: LocalEnvironment,
  options: ContainerOptions,
): Promise<RealContainer> {
  const child = spawn('bash', [python, 'light', '-m', 'gen3d_container', ...serve(options)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      AWS_CONFIG_FILE: environment.awsFiles.config,
      AWS_SHARED_CREDENTIALS_FILE: environment.awsFiles.credentials,
      AWS_ENDPOINT_URL_S3: environment.urls.s3,
      ...(options.sam3 && {
        GEN3D_MODEL_FOLDER: options.sam3.modelFolder,
        GEN3D_SAM3_PYTHON: options.sam3.python,
      }),
    },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const container = { ping: () => ping(options.port), [Symbol.asyncDispose]: () => stop(child) };
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`The container ended with ${child.exitCode}.\n${log}`);
    return (await container.ping().catch(() => 0)) === 200 ? true : undefined;
  }, 'The container');
  return container;
}

function serve({ port, sam3 }: ContainerOptions): string[] {
  const embedding = sam3 ? 'sam3' : 'stand-in';
  return ['serve', '--port', `${port}`, '--embedding', embedding, '--reconstruction', 'stand-in'];
}

async function ping(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2_000) })).status;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
