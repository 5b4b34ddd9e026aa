import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { place } from '#local/assembly.ts';
import { freePort } from '#local/home/ports.ts';
import { eventually } from '#test/e2e/home.ts';
import { pythonCommands } from '#test/python.ts';

/** MiniStack takes the access key for the account; it checks no secret. */
export const credentials = { accessKeyId: place.accountId, secretAccessKey: 'ministack' } as const;

export interface MiniStack extends AsyncDisposable {
  readonly url: string;
  /** For clients of it: where it is, and who one is there. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface MiniStackOptions {
  /** Everything that it writes lies below. */
  readonly folder: string;
  /** Base URL of the SageMaker endpoint beside it, which its functions call. */
  readonly sagemakerUrl: string;
}

/** Starts MiniStack on a free port of loopback; waits until it answers. */
export async function startMiniStack({ folder, sagemakerUrl }: MiniStackOptions): Promise<MiniStack> {
  const bin = pythonCommands('ministack', join(import.meta.dirname, 'requirements.txt'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const log = join(folder, 'ministack.log');
  const child = spawn(join(bin, 'ministack'), {
    cwd: folder,
    // A group of its own: its workers end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // Functions run on the Node that runs this.
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: folder,
      TMPDIR: temporary,
      GATEWAY_PORT: `${port}`,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      // They would listen on ports of their own.
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
  // Before anything else that is done at the end, such as removing its folder.
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
      throw new Error(`MiniStack ended:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }, 'MiniStack');
  started.move();
  return { url, environment: { ...process.env, ...accessTo(url) }, ...stop };
}

/** With nothing of the operator's own accounts. */
function accessTo(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Its executions wait in threads that hold it up, so it is not asked. @returns whether it still ran */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): boolean {
  if (pid === undefined || exitCode !== null || signalCode !== null) return false;
  return process.kill(-pid, 'SIGKILL');
}
