import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pythonCommands } from '#container/python.ts';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { freePort } from '#local/environment/ports.ts';
import { eventually } from '#test/support/test-environment.ts';

/** MiniStack uses the access key as account number and does not check the secret. */
export const credentials = { accessKeyId: location.accountId, secretAccessKey: 'ministack' } as const;

export interface MiniStack extends AsyncDisposable {
  readonly url: string;
  /** Environment of its clients: URL and credentials. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface MiniStackOptions {
  /** Folder for everything that it writes. */
  readonly folder: string;
  /** Base URL of the SageMaker emulator that its functions call. */
  readonly sagemakerUrl: string;
}

/** Starts MiniStack on a free loopback port and waits until it answers. */
export async function startMiniStack({ folder, sagemakerUrl }: MiniStackOptions): Promise<MiniStack> {
  const bin = pythonCommands('ministack', join(import.meta.dirname, 'requirements.txt'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const log = join(folder, 'ministack.log');
  const child = spawn(join(bin, 'ministack'), {
    cwd: folder,
    // In its own process group, so that its workers end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // Functions run on this process's Node.
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: folder,
      TMPDIR: temporary,
      GATEWAY_PORT: `${port}`,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      // These would listen on fixed ports.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      ...accessTo(url),
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl,
    },
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const kill = () => killGroup(child);
  // Must run before other exit handlers, such as the removal of its folder.
  process.prependOnceListener('exit', kill);
  const stop = {
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      if (kill()) await ended;
      process.off('exit', kill);
    },
  };
  await using started = new AsyncDisposableStack();
  started.use(stop);
  await eventually(async () => {
    if (child.exitCode !== null)
      throw new Error(`MiniStack exited:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }, 'MiniStack');
  started.move();
  return { url, environment: { ...process.env, ...accessTo(url) }, ...stop };
}

/** Excludes all other AWS credentials of the user. */
function accessTo(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: location.region,
    AWS_DEFAULT_REGION: location.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Uses SIGKILL, since threads of waiting executions block a regular exit. @returns whether it was running */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): boolean {
  if (pid === undefined || exitCode !== null || signalCode !== null) return false;
  return process.kill(-pid, 'SIGKILL');
}
